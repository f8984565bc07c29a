/** Version of the classifier; changes whenever a verdict could. */
export const CLASSIFIER_VERSION = '1.3.2';
