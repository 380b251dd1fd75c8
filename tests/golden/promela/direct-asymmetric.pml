/* Direct and asymmetric: only the sender names
 *
 * Written by `ipcscope export`. A label is a place where another process can come between; an `atomic` is one
 * move. docs/promela.md says how to go on:
 *
 *   spin -a FILE && gcc -O2 -DSAFETY -o pan pan.c && ./pan      every schedule: deadlocks, assertions, checks
 *   spin -DOUTCOMES -a FILE && gcc -O2 -DSAFETY -DPRINTF -o pan pan.c && ./pan -E -A      every outcome
 *
 * check 1: never stuck
 *   an invalid end state breaks it
 *
 * check 2: always finishes
 *   spin -DCHECK=2 -a FILE && gcc -O2 -DNOREDUCE -o pan pan.c && ./pan -a -f
 */

#ifndef CHECK
#define CHECK 0 /* all, but what is only possible */
#endif
#define pass _pid >= 0 /* waits for nothing and changes nothing; `pan` refuses a `skip` that leads to itself */

/* Texts are numbers that no calculation reaches; their order is the alphabet's. */
#define t_Server (-2147483644) /* "Server" */
#define t_Ann (-2147483646) /* "Ann" */
#define t_Bob (-2147483645) /* "Bob" */
#define torn (-2147483647)
#define is_text(value) ((value) < (-2146435072))

chan Ann_to_Server = [0] of { byte };
chan Server_to_Ann[3] = [0] of { byte }; /* nobody is ever at [1] and [2] */
chan Bob_to_Server = [0] of { byte };
chan Server_to_Bob[3] = [0] of { byte }; /* nobody is ever at [1] and [2] */
chan back = [0] of { bit }; /* whoever has met a sender lets it go on */

#define alive 0
#define ended 1
#define faulted 2
byte life_Server = alive;
byte life_Ann = alive;
byte life_Bob = alive;

#ifdef OUTCOMES
#ifndef PRINTS
#define PRINTS 64 /* the most values that a process prints */
#endif
#define record(statement) statement
bit over;
chan fail = [0] of { bit };
int said_Ann[PRINTS]; byte many_Ann;
#define keep_Ann(value) assert(many_Ann < PRINTS); said_Ann[many_Ann] = value; many_Ann++
#define prints_Ann(value) keep_Ann(value)
int said_Bob[PRINTS]; byte many_Bob;
#define keep_Bob(value) assert(many_Bob < PRINTS); said_Bob[many_Bob] = value; many_Bob++
#define prints_Bob(value) keep_Bob(value)
#define promise(holds) if :: holds -> skip :: else -> if :: !over -> over = 1; fail!0 :: else -> skip fi; false fi
#else
#define record(statement) skip
#define promise(holds) assert(holds)
#define prints_Ann(value) printf("Ann prints %d\n", value)
#define prints_Bob(value) printf("Bob prints %d\n", value)
#endif

/* line 4: process Server server */
active proctype Server() {
  byte question; int who;
  end_line6: /* receive question from any as who */
    if
    :: atomic { Ann_to_Server?question -> who = t_Ann; back!0; }
    :: atomic { Bob_to_Server?question -> who = t_Bob; back!0; }
    fi;
  end_line8: /* send question * question to who */
    if
    :: atomic { Server_to_Ann[(who == t_Ann -> 0 : 1)]!question * question -> back?_; goto end_line6; }
    :: atomic { Server_to_Bob[(who == t_Bob -> 0 : 1)]!question * question -> back?_; goto end_line6; }
    :: atomic {
      (!(who == t_Ann || who == t_Bob) || who == t_Ann && life_Ann != alive) || who == t_Bob && life_Bob != alive ->
      life_Server = faulted;
      goto end_over;
    }
    fi;
end_over:
  false
}

/* line 12: process Ann */
active proctype Ann() {
  byte answer;
  line14: /* send 3 to Server */
    if
    :: atomic { Ann_to_Server!3 -> back?_; }
    :: atomic { life_Server != alive -> life_Ann = faulted; goto end_over; }
    fi;
  line15: /* receive answer from Server */
    if
    :: atomic { Server_to_Ann[0]?answer -> back!0; }
    :: atomic { life_Server != alive -> life_Ann = faulted; goto end_over; }
    fi;
  line16: /* print answer */
    atomic { pass; prints_Ann(answer); };
  line17: /* } */
    atomic { pass; life_Ann = ended; goto end_over; };
end_over:
  false
}

/* line 19: process Bob */
active proctype Bob() {
  byte answer;
  line21: /* send 5 to Server */
    if
    :: atomic { Bob_to_Server!5 -> back?_; }
    :: atomic { life_Server != alive -> life_Bob = faulted; goto end_over; }
    fi;
  line22: /* receive answer from Server */
    if
    :: atomic { Server_to_Bob[0]?answer -> back!0; }
    :: atomic { life_Server != alive -> life_Bob = faulted; goto end_over; }
    fi;
  line23: /* print answer */
    atomic { pass; prints_Bob(answer); };
  line24: /* } */
    atomic { pass; life_Bob = ended; goto end_over; };
end_over:
  false
}

#if !defined(OUTCOMES) && CHECK == 2
ltl finishes { <> (life_Ann == ended && life_Bob == ended) }
#endif

#ifdef OUTCOMES
inline tell(value) {
  if
  :: value == t_Server -> printf("Server")
  :: value == t_Ann -> printf("Ann")
  :: value == t_Bob -> printf("Bob")
  :: value == torn -> printf("torn")
  :: else -> printf("%d", value)
  fi
}

active proctype Outcome() {
  byte i_, n_;
end_watch:
  atomic {
    if
    :: fail?_ -> printf("outcome assertion")
    :: timeout && !over -> printf("outcome ");
      if :: life_Ann == alive || life_Bob == alive -> printf("stuck") :: else ->
      if :: life_Server == faulted || life_Ann == faulted || life_Bob == faulted -> printf("fault") :: else ->
      if :: life_Server == alive -> printf("quiet") :: else ->
      printf("finished") fi fi fi;
    fi;
    printf(" | Ann: ");
    i_ = 0;
    do
    :: i_ < many_Ann -> n_ = 1;
      do
      :: n_ > 0 -> tell(said_Ann[i_]); printf(","); i_++; n_--
      :: else -> break
      od;
      printf(";")
    :: else -> break
    od;
    printf(" | Bob: ");
    i_ = 0;
    do
    :: i_ < many_Bob -> n_ = 1;
      do
      :: n_ > 0 -> tell(said_Bob[i_]); printf(","); i_++; n_--
      :: else -> break
      od;
      printf(";")
    :: else -> break
    od;
    printf("\n")
  }
end_over:
  false
}
#endif
