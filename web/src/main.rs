//! Mounts the page.

fn main() {
    ipcscope_web::browser::stopped::watch();
    ipcscope_web::browser::mount(|root| {
        yew::Renderer::<ipcscope_web::app::App>::with_root(root).render();
    });
}
