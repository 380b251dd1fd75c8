/* The system protects the region
 *
 * Written by `ipcscope export`. A label is a place where another process can come between; an `atomic` is one
 * move. docs/promela.md says how to go on:
 *
 *   spin -a FILE && gcc -O2 -DSAFETY -o pan pan.c && ./pan      every schedule: deadlocks, assertions, checks
 *   spin -DOUTCOMES -a FILE && gcc -O2 -DSAFETY -DPRINTF -o pan pan.c && ./pan -E -A      every outcome
 *
 * check 1: never fault expect violated
 *   an assertion; spin -DCHECK=1 for it alone
 *
 * check 2: always vault.gold >= 10
 *   an assertion; spin -DCHECK=2 for it alone
 */

#ifndef CHECK
#define CHECK 0 /* all, but what is only possible */
#endif
#if CHECK == 0 || CHECK == 1
#define check_1(promise) assert(promise)
#else
#define check_1(promise) skip
#endif
#if CHECK == 0 || CHECK == 2
#define check_2(promise) assert(promise)
#else
#define check_2(promise) skip
#endif
#define pass _pid >= 0 /* waits for nothing and changes nothing; `pan` refuses a `skip` that leads to itself */

int vault_gold = 10;
bit created_vault = 0;
byte Bank_at_vault = 0; /* 1: attached read-only, 2: attached */
byte Clerk_at_vault = 0; /* 1: attached read-only, 2: attached */

#define alive 0
#define ended 1
#define faulted 2
#ifdef OUTCOMES
byte life_Bank = alive;
byte life_Clerk = alive;
byte life_Intruder = alive;
#endif

#ifdef OUTCOMES
#ifndef PRINTS
#define PRINTS 64 /* the most values that a process prints */
#endif
#define record(statement) statement
bit over;
chan fail = [0] of { bit };
int said_Bank[PRINTS]; byte many_Bank;
#define keep_Bank(value) assert(many_Bank < PRINTS); said_Bank[many_Bank] = value; many_Bank++
#define prints_Bank(value) keep_Bank(value)
#define promise(holds) if :: holds -> skip :: else -> if :: !over -> over = 1; fail!0 :: else -> skip fi; false fi
#else
#define record(statement) skip
#define promise(holds) assert(holds)
#define prints_Bank(value) printf("Bank prints %d\n", value)
#endif

/* line 8: process Bank */
active proctype Bank() {
  int t1;
  line9: /* create vault */
    if
    :: atomic { !created_vault -> created_vault = 1; Bank_at_vault = 2; }
    :: atomic { created_vault -> check_1(false); record(life_Bank = faulted); goto end_over; }
    fi;
  line11: /* print vault.gold */
    if
    :: atomic {
      Bank_at_vault != 0 ->
      t1 = vault_gold;
      prints_Bank(t1);
      record(life_Bank = ended);
      goto end_over;
    }
    :: atomic { Bank_at_vault == 0 -> check_1(false); record(life_Bank = faulted); goto end_over; }
    fi;
end_over:
  false
}

/* line 14: process Clerk */
active proctype Clerk() {
  int t1;
  line15: /* attach vault */
    atomic { created_vault -> Clerk_at_vault = 2; };
  line16: /* vault.gold = vault.gold + 1 */
    if
    :: atomic { Clerk_at_vault != 0 -> t1 = vault_gold; }
    :: atomic { Clerk_at_vault == 0 -> check_1(false); record(life_Clerk = faulted); goto end_over; }
    fi;
  line16_2: /* vault.gold = vault.gold + 1 */
    if
    :: atomic { Clerk_at_vault == 2 -> vault_gold = t1 + 1; record(life_Clerk = ended); goto end_over; }
    :: atomic { Clerk_at_vault != 2 -> check_1(false); record(life_Clerk = faulted); goto end_over; }
    fi;
end_over:
  false
}

/* line 19: process Intruder */
active proctype Intruder() {
  line21: /* vault.gold = 0 */
    atomic { pass; check_1(false); record(life_Intruder = faulted); goto end_over; };
end_over:
  false
}

/* check always vault.gold >= 10 */
#if CHECK == 0 || CHECK == 2
active proctype check2() {
end_watch:
  atomic { vault_gold < 10 -> check_2(false) }
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
      if :: life_Bank == alive || life_Clerk == alive || life_Intruder == alive -> printf("stuck") :: else ->
      if :: life_Bank == faulted || life_Clerk == faulted || life_Intruder == faulted -> printf("fault") :: else ->
      if :: false -> printf("quiet") :: else ->
      printf("finished") fi fi fi;
    fi;
    printf(" | Bank: ");
    i_ = 0;
    do
    :: i_ < many_Bank -> n_ = 1;
      do
      :: n_ > 0 -> tell(said_Bank[i_]); printf(","); i_++; n_--
      :: else -> break
      od;
      printf(";")
    :: else -> break
    od;
    printf(" | vault_gold = "); tell(vault_gold);
    printf("\n")
  }
end_over:
  false
}
#endif
