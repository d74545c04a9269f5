"use strict";
// Rules found by what is meant: the words of a text are looked up in the index of phrases that stands in the page.
const finderBy = (index) => {
  const phrases = new Map(Object.entries(index.phrases));
  const lengths = new Map(Object.entries(index.lengths));
  const [numbers, times, links] = [index.numbers, index.times, index.links].map((words) => new Set(words));
  const fillers = new Set(index.fillers);
  const pairs = new Set(index.pairs);
  const longest = Math.max(1, ...[...phrases.keys(), ...lengths.keys()].map((phrase) => phrase.split(" ").length));
  const named = (places) => places.map((rules) => new Set(rules.map((rule) => index.rules[rule])));
  const speaksFor = named(index.speaks_for);
  const speaksAgainst = named(index.speaks_against);
  const known = (bit, words, map) => (map.get(words.join(" ")) || []).filter((place) => index.moments[place] & bit);
  const at = (bit, words) => known(bit, words, phrases);
  const isNumber = (word) => numbers.has(word) || /^[0-9]{1,4}$/.test(word);
  const lengthOf = (words) => [2, 1].find((n) => times.has(words[n]) && words.slice(0, n).every(isNumber)) + 1 || 0;
  const linksOf = (words) => Math.max(0, words.findIndex((word) => !links.has(word)));
  const besideOf = (bit, words) => {
    let used = Math.min(longest, words.length);
    while (used && !known(bit, words.slice(0, used), lengths).length) used -= 1;
    return used;
  };
  // A length of time and what it is of, in either order: how many words tell it, and the places of what they mean.
  const lengthAt = (bit, words) => {
    const first = lengthOf(words) || besideOf(bit, words);
    const between = first + linksOf(words.slice(first));
    const rest = words.slice(between);
    const second = lengthOf(words) ? besideOf(bit, rest) : lengthOf(rest);
    const phrase = lengthOf(words) ? rest.slice(0, second) : words.slice(0, first);
    return first && second ? { taken: between + second, places: known(bit, phrase, lengths) } : { taken: 0 };
  };
  const read = (bit, words) => {
    let left = words;
    const said = [];
    const over = [];
    while (left.length) {
      const length = lengthAt(bit, left);
      if (length.taken) {
        said.push(length.places);
        left = left.slice(length.taken);
        continue;
      }
      let used = Math.min(longest, left.length);
      while (used && !at(bit, left.slice(0, used)).length) used -= 1;
      if (used === 1 && fillers.has(left[0])) used = 0;
      if (used <= 1 && pairs.has(left.slice(0, 2).join(" "))) {
        left = left.slice(2);
        continue;
      }
      if (used) said.push(at(bit, left.slice(0, used)));
      else if (!fillers.has(left[0])) over.push(left[0]);
      left = left.slice(used || 1);
    }
    return { said: said.map((places) => mostSpokenOf(places, said)), over };
  };
  // Of a phrase that may speak of several lists, what it says of the list of which others speak, too.
  const mostSpokenOf = (places, said) => {
    const others = (place) =>
      index.lists[place] ? said.filter((each) => each.some((one) => index.lists[one] === index.lists[place])).length : 0;
    const most = Math.max(...places.map(others));
    return most < 2 ? places : places.filter((place) => others(place) === most);
  };
  const withoutPairs = (words) => {
    const place = words.findIndex((word, at) => pairs.has(`${word} ${words[at + 1]}`));
    return place < 0 ? words : [...words.slice(0, place), ...withoutPairs(words.slice(place + 2))];
  };
  const fits = ({ said }, rule) =>
    said.some((places) => places.some((place) => speaksFor[place].has(rule))) &&
    !said.some((places) => places.every((place) => speaksAgainst[place].has(rule)));
  const bits = [...new Set(index.moments.flatMap((mask) => [1, 2, 4, 8, 16].filter((bit) => mask & bit)))];
  return (text) => {
    const every = text.toLowerCase().split(/\s+/).filter(Boolean);
    const left = withoutPairs(every);
    const words = left.length ? left : every;
    const turned = text.toLowerCase().replace(/\byesterday['\u2019]?s\s+(\w+)/g, "$1 yesterday");
    const plain = turned.replace(/['\u2019]/g, "").split(/[^a-z0-9+]+/).filter(Boolean);
    const all = bits.map((bit) => read(bit, plain));
    const least = Math.min(...all.map(({ over }) => over.length));
    const readings = all.filter(({ over }) => over.length === least);
    return (rule, told) =>
      words.every((word) => told.includes(word)) || readings.some((reading) => fits(reading, rule));
  };
};
