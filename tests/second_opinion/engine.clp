; The part of the second opinion that is the same for every rule base: what facts look like, how told facts are
; completed, how decisions settle, which drills conclusions speak of, and what is reported. The rules themselves are
; rendered into the modules ASSUME, WEIGH, ASSESS, LIMIT, DECIDE and ADVISE; a module fires until nothing of it is
; left, then the next one has the focus.

(defmodule MAIN (export ?ALL))

; --- what the case tells -----------------------------------------------------------------------------------------

(deftemplate MAIN::told "A fact of the case; an unknown fact is one that is not there."
  (slot fact) (slot value))

(deftemplate MAIN::element "One field of one element of a list fact, told by the case or taken by an assumption."
  (slot list) (slot by (default case)) (slot index) (slot field) (slot value))

(deftemplate MAIN::assumed "A value taken for a fact."
  (slot fact) (slot value) (slot by))

; --- what rules read ---------------------------------------------------------------------------------------------

(deftemplate MAIN::known "A fact that rules may read: of the athlete, of one item, or a settled decision."
  (slot fact) (slot item (default none)) (slot value))

(deftemplate MAIN::item "One element of a list fact, for the rules that fire once for each."
  (slot list) (slot index))

; --- what rules conclude -----------------------------------------------------------------------------------------

(deftemplate MAIN::fired "A rule fired, for an item or none."
  (slot rule) (slot item))

(deftemplate MAIN::concluded "The place-th conclusion of a firing, with its amount; nil where there is none."
  (slot rule) (slot item) (slot place) (slot amount) (slot decision (default none)) (slot strict (default FALSE)))

; --- what the knowledge says besides rules -----------------------------------------------------------------------

(deftemplate MAIN::decision "How conclusions on a decision are joined; steps go from least to most cautious."
  (slot name) (slot kind) (slot settles) (multislot moments) (multislot steps))

(deftemplate MAIN::drill "A drill of the catalogue."
  (slot id))

(deftemplate MAIN::trait "One attribute of a drill."
  (slot drill) (slot attribute) (slot value))

(deftemplate MAIN::settling "The layer whose decisions settle next, and the one after it."
  (slot layer) (slot following))

(deffacts MAIN::order-of-settling
  (settling (layer weigh) (following assess))
  (settling (layer assess) (following limit))
  (settling (layer limit) (following decide))
  (settling (layer decide) (following none))
  (turn weigh))

; --- what comes out ----------------------------------------------------------------------------------------------

(deftemplate MAIN::total "What all that was added to a sum comes to."
  (slot decision) (slot value))

(deftemplate MAIN::carried "A conclusion than which none on the same decision is more cautious, or one that adds to a sum."
  (slot decision) (slot value) (slot strict) (slot rule) (slot item) (slot place))

(deftemplate MAIN::excluded "A drill that a conclusion rules out."
  (slot drill) (slot rule) (slot item) (slot place))

(deftemplate MAIN::preferred "A drill that a conclusion speaks for."
  (slot drill) (slot rule) (slot item) (slot place) (slot weight))

(deffunction MAIN::gap "How far a number is above another; nothing where binary fractions alone keep them apart."
  (?first ?second)
  (bind ?gap (- ?first ?second))
  (if (< (abs ?gap) 0.000000001) then 0 else ?gap))

; --- the layers --------------------------------------------------------------------------------------------------

(defmodule ASSUME (import MAIN ?ALL))
(defmodule COMPLETE (import MAIN ?ALL))
(defmodule SETTLE (import MAIN ?ALL))
(defmodule WEIGH (import MAIN ?ALL))
(defmodule ASSESS (import MAIN ?ALL))
(defmodule LIMIT (import MAIN ?ALL))
(defmodule DECIDE (import MAIN ?ALL))
(defmodule ADVISE (import MAIN ?ALL))
(defmodule CHOOSE (import MAIN ?ALL))

(defrule MAIN::begin
  =>
  (focus ASSUME COMPLETE WEIGH SETTLE ASSESS SETTLE LIMIT SETTLE DECIDE SETTLE ADVISE CHOOSE))

; Rules of the layer ASSUME read what was told alone, so that no assumption rests on another.

(defrule COMPLETE::a-told-fact-stands
  (told (fact ?fact) (value ?value))
  (not (assumed (fact ?fact)))
  =>
  (assert (known (fact ?fact) (value ?value))))

(defrule COMPLETE::an-assumed-fact-stands
  (assumed (fact ?fact) (value ?value))
  =>
  (assert (known (fact ?fact) (value ?value))))

(defrule COMPLETE::elements-of-a-told-list-stand
  (element (list ?list) (by case) (index ?index) (field ?field) (value ?value))
  (not (assumed (fact ?list)))
  =>
  (assert (item (list ?list) (index ?index))
          (known (fact ?field) (item ?index) (value ?value))))

(defrule COMPLETE::elements-of-an-assumed-list-stand
  (assumed (fact ?list) (by ?rule))
  (element (list ?list) (by ?rule) (index ?index) (field ?field) (value ?value))
  =>
  (assert (item (list ?list) (index ?index))
          (known (fact ?field) (item ?index) (value ?value))))

; --- the joining of conclusions ----------------------------------------------------------------------------------
;
; A conclusion carries when no other on the same decision is more cautious. That is a pattern that must not match, so
; neither the order of the conclusions nor a running extreme comes into it. To a sum every one adds, and there is a total
; without any.

(defrule SETTLE::the-most-cautious-step-carries
  (turn ?layer)
  (known (fact moment) (value ?moment))
  (decision (name ?decision) (kind scale) (settles ?layer) (moments $? ?moment $?) (steps $?steps))
  (concluded (decision ?decision) (amount ?step) (rule ?rule) (item ?item) (place ?place))
  (not (concluded (decision ?decision) (amount ?other&:(> (member$ ?other ?steps) (member$ ?step ?steps)))))
  =>
  (assert (carried (decision ?decision) (value ?step) (strict FALSE) (rule ?rule) (item ?item) (place ?place))))

(defrule SETTLE::the-lowest-cap-carries
  (turn ?layer)
  (known (fact moment) (value ?moment))
  (decision (name ?decision) (kind cap) (settles ?layer) (moments $? ?moment $?))
  (concluded (decision ?decision) (amount ?amount) (strict ?strict) (rule ?rule) (item ?item) (place ?place))
  (not (concluded (decision ?decision) (amount ?other&:(< ?other ?amount))))
  (not (concluded (decision ?decision) (amount ?same&:(= ?same ?amount)) (strict TRUE&~?strict)))
  =>
  (assert (carried (decision ?decision) (value ?amount) (strict ?strict) (rule ?rule) (item ?item) (place ?place))))

(defrule SETTLE::the-highest-floor-carries
  (turn ?layer)
  (known (fact moment) (value ?moment))
  (decision (name ?decision) (kind floor) (settles ?layer) (moments $? ?moment $?))
  (concluded (decision ?decision) (amount ?amount) (strict ?strict) (rule ?rule) (item ?item) (place ?place))
  (not (concluded (decision ?decision) (amount ?other&:(> ?other ?amount))))
  (not (concluded (decision ?decision) (amount ?same&:(= ?same ?amount)) (strict TRUE&~?strict)))
  =>
  (assert (carried (decision ?decision) (value ?amount) (strict ?strict) (rule ?rule) (item ?item) (place ?place))))

(defrule SETTLE::a-sum-is-all-that-was-added
  (turn ?layer)
  (known (fact moment) (value ?moment))
  (decision (name ?decision) (kind sum) (settles ?layer) (moments $? ?moment $?))
  =>
  (bind ?total 0)
  (do-for-all-facts ((?c concluded)) (eq ?c:decision ?decision) (bind ?total (+ ?total ?c:amount)))
  (assert (total (decision ?decision) (value ?total))
          (known (fact ?decision) (value ?total))))

(defrule SETTLE::what-was-added-carries
  (total (decision ?decision) (value ?total))
  (concluded (decision ?decision) (rule ?rule) (item ?item) (place ?place))
  =>
  (assert (carried (decision ?decision) (value ?total) (strict FALSE) (rule ?rule) (item ?item) (place ?place))))

(defrule SETTLE::a-settled-decision-is-known
  (declare (salience -1))
  (carried (decision ?decision) (value ?value))
  =>
  (assert (known (fact ?decision) (value ?value))))

(defrule SETTLE::the-next-layer-has-its-turn
  (declare (salience -2))
  ?turn <- (turn ?layer)
  (settling (layer ?layer) (following ?following))
  =>
  (retract ?turn)
  (assert (turn ?following))
  (return))

; --- the report: rows of slots, one row after the other in one multifield ----------------------------------------

(deffunction MAIN::rows-of-assumed ()
  (bind ?rows (create$))
  (do-for-all-facts ((?f assumed)) TRUE (bind ?rows ?rows ?f:fact ?f:by))
  ?rows)

(deffunction MAIN::rows-of-known ()
  (bind ?rows (create$))
  (do-for-all-facts ((?f known)) TRUE (bind ?rows ?rows ?f:fact ?f:item ?f:value))
  ?rows)

(deffunction MAIN::rows-of-element ()
  (bind ?rows (create$))
  (do-for-all-facts ((?f element)) TRUE (bind ?rows ?rows ?f:list ?f:by ?f:index ?f:field ?f:value))
  ?rows)

(deffunction MAIN::rows-of-fired ()
  (bind ?rows (create$))
  (do-for-all-facts ((?f fired)) TRUE (bind ?rows ?rows ?f:rule ?f:item))
  ?rows)

(deffunction MAIN::rows-of-concluded ()
  (bind ?rows (create$))
  (do-for-all-facts ((?f concluded)) TRUE (bind ?rows ?rows ?f:rule ?f:item ?f:place ?f:amount))
  ?rows)

(deffunction MAIN::rows-of-carried ()
  (bind ?rows (create$))
  (do-for-all-facts ((?f carried)) TRUE
    (bind ?rows ?rows ?f:decision ?f:value ?f:strict ?f:rule ?f:item ?f:place))
  ?rows)

(deffunction MAIN::rows-of-total ()
  (bind ?rows (create$))
  (do-for-all-facts ((?f total)) TRUE (bind ?rows ?rows ?f:decision ?f:value))
  ?rows)

(deffunction MAIN::rows-of-excluded ()
  (bind ?rows (create$))
  (do-for-all-facts ((?f excluded)) TRUE (bind ?rows ?rows ?f:drill ?f:rule))
  ?rows)

(deffunction MAIN::rows-of-weights ()
  (bind ?rows (create$))
  (do-for-all-facts ((?d drill)) TRUE
    (bind ?weight 0)
    (do-for-all-facts ((?f preferred)) (eq ?f:drill ?d:id) (bind ?weight (+ ?weight ?f:weight)))
    (bind ?rows ?rows ?d:id ?weight))
  ?rows)
