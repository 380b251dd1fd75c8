//! Mounts the page.

use ipcscope_web::browser::{self, stopped};

fn main() {
    stopped::watch();
    browser::mount(|root| {
        yew::Renderer::<ipcscope_web::app::App>::with_root(root).render();
    });
}
