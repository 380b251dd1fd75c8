//! Every test there is, stage by stage; the first that fails ends it.

use std::time::Instant;

use crate::chromium::{self, Chromium};
use crate::run::{Done, command, root, say, shown, watched};
use crate::{dist, fuzz, spin, tools};

/// The core is built for a machine without `std`, to show that it needs none.
const WITHOUT_STD: &str = "thumbv7em-none-eabi";

/// Sets up and runs them.
pub fn test(arguments: &[String]) -> Done {
    let quick = match arguments {
        [] => false,
        [option] if option == "--quick" => true,
        _ => return Err("test takes `--quick` only".into()),
    };
    let mut stages = Stages::default();
    stages.run("set-up", |_| {
        tools::for_the_page()?;
        spin::find_or_install()?;
        tools::target(WITHOUT_STD)
    })?;
    stages.run("formatting", |_| shown(command("cargo").args(["fmt", "--all", "--check"]), "cargo fmt"))?;
    stages.run("clippy", |_| clippy())?;
    stages.run("native tests", |passed| counted(command("cargo").args(["test", "--workspace"]), passed))?;
    let scripts = ["--test", "editor/tests/", "embed/tests/", "share/tests/"];
    stages.run("words and messages", |passed| counted(command("node").args(scripts), passed))?;
    stages.run("fuzzing", |_| fuzz::briefly())?;
    stages.run("documentation", |_| documentation())?;
    stages.run("core without std", |_| {
        shown(command("cargo").args(["build", "-p", "ipcscope-core", "--target", WITHOUT_STD]), "cargo build")
    })?;
    if !quick {
        in_the_browser(&mut stages)?;
    }
    stages.show();
    Ok(())
}

fn in_the_browser(stages: &mut Stages) -> Done {
    let mut found = None;
    stages.run("browser", |_| {
        found = Some(chromium::find_or_install()?);
        browser_packages()?;
        tools::mdbook()
    })?;
    let chromium = found.expect("the stage found it");
    stages.run("tests in wasm", |passed| wasm(&chromium, passed))?;
    stages.run("the site", |_| dist::build_with_single_file())?;
    stages.run("end to end", |passed| end_to_end(&chromium, passed))
}

/// What the end-to-end tests need from npm.
pub fn browser_packages() -> Done {
    let folder = root().join("tests/browser");
    tools::npm_packages(&folder, &folder, "playwright and axe", "browser-packages.txt")
}

fn clippy() -> Done {
    let warnings = ["--", "-D", "warnings"];
    let mut native = command("cargo");
    shown(native.args(["clippy", "--workspace", "--all-targets"]).args(warnings), "cargo clippy")?;
    let mut page = command("cargo");
    page.args([
        "clippy",
        "-p",
        "ipcscope-web",
        "-p",
        "ipcscope-reader",
        "-p",
        "ipcscope-views",
        "-p",
        "ipcscope-js",
        "-p",
        "ipcscope-tests",
        "--all-targets",
        "--target",
        tools::WASM,
    ]);
    shown(page.args(warnings), "cargo clippy for the page")
}

fn documentation() -> Done {
    let mut doc = command("cargo");
    doc.args(["doc", "--workspace", "--no-deps", "--lib"]).env("RUSTDOCFLAGS", "-D warnings");
    shown(&mut doc, "cargo doc")
}

fn wasm(chromium: &Chromium, passed: &mut usize) -> Done {
    let runner = tools_bin("wasm-bindgen-test-runner");
    let mut test = command("cargo");
    test.args(["test", "-p", "ipcscope-tests", "--target", tools::WASM, "--test", "wasm"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", &chromium.driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    counted(&mut test, passed)
}

fn end_to_end(chromium: &Chromium, passed: &mut usize) -> Done {
    let mut node = command("node");
    // A test that fails may leave a browser or a server open: its file ends all the same.
    node.args(["--test", "--test-concurrency=1", "--test-force-exit", "--test-timeout=900000", "tests/browser/e2e/"])
        .env("IPCSCOPE_CHROMIUM", &chromium.browser)
        .env("IPCSCOPE_DIST", dist::folder());
    counted(&mut node, passed)
}

fn tools_bin(program: &str) -> std::path::PathBuf {
    crate::run::tools().join("bin").join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
}

/// Runs tests and adds up how many passed; none at all is a failure.
fn counted(tests: &mut std::process::Command, passed: &mut usize) -> Done {
    let what = tests.get_args().next().map(|first| first.to_string_lossy().into_owned()).unwrap_or_default();
    watched(tests, &format!("`{what}` of the tests"), |line| *passed += passed_in(line).unwrap_or(0))?;
    match *passed {
        0 => Err("it ran no test".into()),
        _ => Ok(()),
    }
}

/// How many tests a line says have passed: cargo's `test result: ok. 12 passed; …`, node's `# pass 12`.
fn passed_in(line: &str) -> Option<usize> {
    let line = line.trim();
    let number = match line.strip_prefix("test result: ok. ") {
        Some(rest) => rest.split(' ').next(),
        None => line.trim_start_matches(['#', 'ℹ', ' ']).strip_prefix("pass "),
    };
    number?.parse().ok()
}

/// What has been done so far.
#[derive(Default)]
struct Stages {
    done: Vec<(&'static str, usize, f64)>,
}

impl Stages {
    fn run(&mut self, name: &'static str, stage: impl FnOnce(&mut usize) -> Done) -> Done {
        say(&format!("── {name}"));
        let start = Instant::now();
        let mut passed = 0;
        stage(&mut passed).map_err(|problem| format!("{name}: {problem}"))?;
        self.done.push((name, passed, start.elapsed().as_secs_f64()));
        Ok(())
    }

    fn show(&self) {
        println!();
        for (name, passed, seconds) in &self.done {
            let tests = if *passed > 0 { format!("{passed} tests") } else { String::new() };
            println!("{seconds:>7.1} s  {name:<18} {tests}");
        }
        let total: usize = self.done.iter().map(|(_, passed, _)| passed).sum();
        println!("\n{total} passed, 0 failed");
    }
}

#[cfg(test)]
mod tests {
    use super::passed_in;

    #[test]
    fn passed_tests_are_counted() {
        assert_eq!(passed_in("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured"), Some(12));
        assert_eq!(passed_in("# pass 7"), Some(7));
        assert_eq!(passed_in("ℹ pass 7"), Some(7));
        assert_eq!(passed_in("test result: FAILED. 11 passed; 1 failed"), None);
        assert_eq!(passed_in("test passed ... ok"), None);
    }
}
