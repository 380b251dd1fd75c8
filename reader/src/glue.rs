//! What a module without wasm-bindgen has for the script that starts it (`reader.js`): the script writes a question to where
//! `room` says, calls `answer`, and finds `length` bytes of answer at the address that it returns.

/// The three functions of such a module; `$answer` makes the answer's bytes of the question's.
#[macro_export]
macro_rules! module {
    ($answer:expr) => {
        thread_local! {
            /// The question, then its answer.
            static BYTES: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
        }

        /// Room for a question of so many bytes.
        #[unsafe(no_mangle)]
        pub extern "C" fn room(length: usize) -> *mut u8 {
            BYTES.with_borrow_mut(|bytes| {
                bytes.clear();
                bytes.resize(length, 0);
                bytes.as_mut_ptr()
            })
        }

        /// Answers the question; where the answer is. It stays there until the next question.
        #[unsafe(no_mangle)]
        pub extern "C" fn answer() -> *const u8 {
            BYTES.with_borrow_mut(|bytes| {
                *bytes = $answer(bytes);
                bytes.as_ptr()
            })
        }

        /// How many bytes the answer has.
        #[unsafe(no_mangle)]
        pub extern "C" fn length() -> usize {
            BYTES.with_borrow(Vec::len)
        }
    };
}
