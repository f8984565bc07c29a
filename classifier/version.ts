/** Version of the classifier; changes whenever a verdict could. */
export const CLASSIFIER_VERSION = '1.4.1';
