//! Tests of the layout of `ipcscope fmt`.

use super::super::{format as lay_out, print, read};

/// Asserts that `text` is formatted as `expected`, and that formatting `expected` changes nothing.
fn becomes(text: &str, expected: &str) {
    let once = lay_out(text).expect("the text parses");
    assert_eq!(once, expected);
    assert_eq!(lay_out(&once).expect("what is laid out parses"), once, "laid out twice");
}

#[test]
fn every_statement_has_its_line_and_blocks_are_indented() {
    becomes(
        "process P server{work 3ms \"x\";sleep ~2s;if 1{stop}else if 0{}
else{repeat 3 as i{break};loop{continue};while(1){print 1,\"a\\n\"}}}process Q{}",
        r#"process P server {
  work 3ms "x"
  sleep ~2s
  if 1 {
    stop
  } else if 0 { } else {
    repeat 3 as i {
      break
    }
    loop {
      continue
    }
    while 1 {
      print 1, "a\n"
    }
  }
}
process Q { }
"#,
    );
}

#[test]
fn one_empty_line_at_most_is_kept_and_none_at_a_blocks_ends() {
    becomes(
        "

title \"t\"



seed 1
process P {

  work 1ms


  work 2ms
  # comment

  work (1 +

  2) ms
  stop

}

",
        "title \"t\"

seed 1
process P {
  work 1ms

  work 2ms
  # comment

  work (1 + 2) ms
  stop
}
",
    );
}

#[test]
fn comments_keep_their_place() {
    becomes(
        "# first
   # second

seed 1# trailing
#x
process P {      # opens
      # own line
  work 1ms;work 2ms   # both
  if 1 { # then
    stop
    # last of the block
  } # after then
  # before else
  else { # else
  }
  print (1 + # one
    2 # two
  )
  loop {
    # nothing yet
  }
} # closes

# last",
        "# first
# second

seed 1  # trailing
#x
process P {  # opens
  # own line
  work 1ms
  work 2ms  # both
  if 1 {  # then
    stop
    # last of the block
  } else {  # after then
    # before else
    # else
  }
  print 1 + 2  # one
  # two
  loop {
    # nothing yet
  }
}  # closes

# last
",
    );
}

#[test]
fn parentheses_are_printed_only_where_they_matter() {
    becomes(
        "process P { let a = ((1)); a = (a * a) + a; a = a * (a + a); a = (a - a) - a; a = a - (a - a)
a = (not a) and (a or a); a = not (a and a); a = -(a + a); a = -(-a); a = (a == a) == (a < a); a = (a + a) < a
a = (not a) == a; a = random((a)..(a + 1)); work ((a)) ms; sleep (a)us..(a+1)s; send (a), (a + a) to m }",
        "process P {
  let a = 1
  a = a * a + a
  a = a * (a + a)
  a = a - a - a
  a = a - (a - a)
  a = not a and (a or a)
  a = not (a and a)
  a = -(a + a)
  a = --a
  a = (a == a) == (a < a)
  a = a + a < a
  a = (not a) == a
  a = random(a..a + 1)
  work (a) ms
  sleep (a) us..(a + 1) s
  send a, a + a to m
}
",
    );
}

#[test]
fn declarations_and_checks_keep_their_forms() {
    becomes(
        "mailbox  a capacity 0;mailbox b   capacity unbounded
step 1500us
about \"say \\\"x\\\" \\\\ y\"
check never deadlock expect violated; check never stuck
check never fault
check always  finishes;check always(P.x)<=(room(a)) expect   violated",
        r#"mailbox a capacity 0
mailbox b capacity unbounded
step 1500us
about "say \"x\" \\ y"
check never deadlock expect violated
check never stuck
check never fault
check always finishes
check always P.x <= room(a) expect violated
"#,
    );
}

#[test]
fn a_text_with_syntax_errors_is_not_formatted() {
    let mistakes = lay_out("process P { wrok 3ms }").expect_err("there is no `wrok`");
    assert_eq!(mistakes[0].message, "`wrok` is not a statement");
    assert!(lay_out("process P { send 1 to nowhere }").is_ok(), "names need not be known");
    assert_eq!(lay_out("").as_deref(), Ok(""));
    assert_eq!(lay_out("# only this").as_deref(), Ok("# only this\n"));
}

#[test]
fn a_changed_scenario_keeps_its_layout() {
    use super::super::tree::{Capacity, ItemKind};
    let text = "mailbox m capacity 1  # small

process P {
  send 1 to m  # one

  receive x from m
}
";
    let mut scenario = read(text).scenario.expect("nothing is wrong");
    if let ItemKind::Mailbox(mailbox) = &mut scenario.items[0].kind {
        mailbox.options.capacity.value = Capacity::Unbounded;
    }
    assert_eq!(print(&scenario), text.replace("capacity 1", "capacity unbounded"));
}

/// After `possible`, `output` and the like are keywords unless a condition continues after them.
#[test]
fn a_name_after_possible_remains_a_name() {
    becomes(
        "semaphore output = 1;semaphore print=1;semaphore finally=1
check possible (output);check possible (print)-1==0;check possible finally>=1 and print*2>1
check possible(finally - 1)<0;check possible output-1;check possible finally (1)<2;check possible print (1)",
        "semaphore output = 1
semaphore print = 1
semaphore finally = 1
check possible (output)
check possible (print - 1 == 0)
check possible finally >= 1 and print * 2 > 1
check possible (finally - 1 < 0)
check possible output -1
check possible finally 1 < 2
check possible print 1
",
    );
}
