//! Mounts the page.

use ipcscope_web::browser::{self, stopped};

fn main() {
    stopped::watch();
    yew::set_custom_panic_hook(Box::new(|failure| {
        let _ = stopped::show(&failure.to_string());
    }));
    browser::mount(|root| {
        yew::Renderer::<ipcscope_web::app::App>::with_root(root).render();
    });
}
