/** Version of the rules: it changes when an evidence may get another verdict than before. */
export const CLASSIFIER_VERSION = "1.0.0";
