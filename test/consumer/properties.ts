// A stranger's property test: the arbitraries are part of what is published.
import * as ofEvidence from "@runverdict/classifier/arbitraries";
import * as ofTranscripts from "@runverdict/stream-parser/arbitraries";

for (const entry of [ofEvidence, ofTranscripts]) {
  if (Object.keys(entry).length === 0) throw new Error("An entry for property tests is empty.");
}
