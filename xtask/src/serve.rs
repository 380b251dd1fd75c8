//! The page on this machine, built anew whenever a file changes.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::run::{Done, command, say};
use crate::tools;

/// Sets up, builds, serves, opens a browser, and goes on until it is stopped.
pub fn serve(arguments: &[String]) -> Done {
    let options = options(arguments)?;
    tools::for_the_page()?;
    let port = options.port.map_or_else(first_free_port, Ok)?;
    say("building the page (about a minute where nothing is compiled yet)");
    let mut trunk = command("trunk");
    trunk.args(["serve", "--offline", "--address", "127.0.0.1", "--port", &port.to_string()]);
    let mut child = trunk.env_remove("NO_COLOR").spawn().map_err(|error| format!("trunk serve: {error}"))?;
    wait_until_it_answers(&mut child, port)?;
    let address = format!("http://127.0.0.1:{port}/");
    println!("\nipcscope is at {address}   (Ctrl-C ends it)\n");
    if options.open {
        open_browser(&address);
    }
    let status = child.wait().map_err(|error| format!("trunk serve: {error}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("trunk serve ended ({status})")),
    }
}

struct Options {
    port: Option<u16>,
    open: bool,
}

fn options(arguments: &[String]) -> Done<Options> {
    let mut options = Options { port: None, open: true };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--no-open" => options.open = false,
            "--port" => {
                let port = arguments.next().and_then(|port| port.parse().ok());
                options.port = Some(port.ok_or("--port needs a number from 1 to 65535")?);
            }
            other => return Err(format!("serve takes no `{other}`")),
        }
    }
    Ok(options)
}

fn first_free_port() -> Done<u16> {
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    (8080..8180).find(is_free).ok_or("no port from 8080 to 8179 is free: name one with --port".into())
}

/// trunk listens once its first build is over.
fn wait_until_it_answers(child: &mut Child, port: u16) -> Done {
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return Err(format!("trunk serve ended before the page was there ({status})"));
        }
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(());
        }
        sleep(Duration::from_millis(200));
    }
}

/// Where there is a desktop. Whether it works is the desktop's business: the address is printed.
fn open_browser(address: &str) {
    let has_desktop = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let mut opener = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else if has_desktop {
        Command::new("xdg-open")
    } else {
        return;
    };
    let _ = opener.arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}
