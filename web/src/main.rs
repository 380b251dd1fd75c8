//! Mounts the page.

use ipcscope_web::browser::{self, desk};

fn main() {
    browser::mount(|root| {
        yew::Renderer::<ipcscope_web::app::App>::with_root(root).render();
    });
    desk::begin();
}
