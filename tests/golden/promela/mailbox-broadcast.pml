/* All may read
 *
 * Written by `ipcscope export`. A label is a place where another process can come between; an `atomic` is one
 * move. docs/promela.md says how to go on:
 *
 *   spin -a FILE && gcc -O2 -DSAFETY -o pan pan.c && ./pan      every schedule: deadlocks, assertions, checks
 *   spin -DOUTCOMES -a FILE && gcc -O2 -DSAFETY -DPRINTF -o pan pan.c && ./pan -E -A      every outcome
 *
 * check 1: always finishes
 *   spin -DCHECK=1 -a FILE && gcc -O2 -DNOREDUCE -o pan pan.c && ./pan -a -f
 *
 * check 2: always length(news) <= 1
 *   an assertion; spin -DCHECK=2 for it alone
 */

#ifndef CHECK
#define CHECK 0 /* all, but what is only possible */
#endif
#if CHECK == 0 || CHECK == 2
#define check_2(promise) assert(promise)
#else
#define check_2(promise) skip
#endif
#define pass _pid >= 0 /* waits for nothing and changes nothing; `pan` refuses a `skip` that leads to itself */

chan news_Fast = [1] of { byte };
chan news_Slow = [1] of { byte };

#define alive 0
#define ended 1
#define faulted 2
byte life_Speaker = alive;
byte life_Fast = alive;
byte life_Slow = alive;

#ifdef OUTCOMES
#ifndef PRINTS
#define PRINTS 64 /* the most values that a process prints */
#endif
#define record(statement) statement
bit over;
chan fail = [0] of { bit };
int said_Fast[PRINTS]; byte many_Fast;
#define keep_Fast(value) assert(many_Fast < PRINTS); said_Fast[many_Fast] = value; many_Fast++
#define prints_Fast(value) keep_Fast(value)
int said_Slow[PRINTS]; byte many_Slow;
#define keep_Slow(value) assert(many_Slow < PRINTS); said_Slow[many_Slow] = value; many_Slow++
#define prints_Slow(value) keep_Slow(value)
#define promise(holds) if :: holds -> skip :: else -> if :: !over -> over = 1; fail!0 :: else -> skip fi; false fi
#else
#define record(statement) skip
#define promise(holds) assert(holds)
#define prints_Fast(value) printf("Fast prints %d\n", value)
#define prints_Slow(value) printf("Slow prints %d\n", value)
#endif

/* line 6: process Speaker */
active proctype Speaker() {
  byte n; byte round1 = 1;
  line8: /* send n to news */
    atomic {
      (life_Fast != alive || len(news_Fast) < 1) && (life_Slow != alive || len(news_Slow) < 1) ->
      if :: life_Fast == alive -> news_Fast!n :: else -> skip fi;
      if :: life_Slow == alive -> news_Slow!n :: else -> skip fi;
      if
      :: round1 < 2 ->
        n = round1;
        round1++;
        goto line8;
      :: else ->
        life_Speaker = ended;
        goto end_over;
      fi;
    };
end_over:
  false
}

/* line 12: process Fast */
active proctype Fast() {
  byte n; byte round1 = 1;
  line14: /* receive n from news */
    atomic { news_Fast?n; };
  line15: /* print n */
    atomic {
      pass;
      prints_Fast(n);
      if
      :: round1 < 2 ->
        round1++;
        goto line14;
      :: else ->
        goto line17;
      fi;
    };
  line17: /* } */
    atomic { pass; life_Fast = ended; goto end_over; };
end_over:
  false
}

/* line 19: process Slow */
active proctype Slow() {
  byte n; byte round1 = 1;
  line22: /* receive n from news */
    atomic { news_Slow?n; };
  line23: /* print n */
    atomic {
      pass;
      prints_Slow(n);
      if
      :: round1 < 2 ->
        round1++;
        goto line22;
      :: else ->
        goto line25;
      fi;
    };
  line25: /* } */
    atomic { pass; life_Slow = ended; goto end_over; };
end_over:
  false
}

#if !defined(OUTCOMES) && CHECK == 1
ltl finishes { <> (life_Speaker == ended && life_Fast == ended && life_Slow == ended) }
#endif

/* check always length(news) <= 1 */
#if CHECK == 0 || CHECK == 2
active proctype check2() {
end_watch:
  atomic { !(((life_Fast == alive -> len(news_Fast) : 0) > (life_Slow == alive -> len(news_Slow) : 0) -> (life_Fast == alive -> len(news_Fast) : 0) : (life_Slow == alive -> len(news_Slow) : 0)) <= 1) -> check_2(false) }
}
#endif

#ifdef OUTCOMES
inline tell(value) {
  if
  :: value == 0 -> printf("0")
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
      if :: life_Speaker == alive || life_Fast == alive || life_Slow == alive -> printf("stuck") :: else ->
      if :: life_Speaker == faulted || life_Fast == faulted || life_Slow == faulted -> printf("fault") :: else ->
      if :: false -> printf("quiet") :: else ->
      printf("finished") fi fi fi;
    fi;
    printf(" | Fast: ");
    i_ = 0;
    do
    :: i_ < many_Fast -> n_ = 1;
      do
      :: n_ > 0 -> tell(said_Fast[i_]); printf(","); i_++; n_--
      :: else -> break
      od;
      printf(";")
    :: else -> break
    od;
    printf(" | Slow: ");
    i_ = 0;
    do
    :: i_ < many_Slow -> n_ = 1;
      do
      :: n_ > 0 -> tell(said_Slow[i_]); printf(","); i_++; n_--
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
