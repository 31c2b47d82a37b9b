package io.quarkiverse.kvs.dynamodb.table;

/**
 * The stream of changes of a table.
 *
 * @param view which images a record has
 * @param label the instant at which it was enabled, in the form that DynamoDB uses in the name of a stream
 */
public record StreamDescription(View view, String label) {

    /** What a record of a stream shows of the item. */
    public enum View {
        KEYS_ONLY,
        NEW_IMAGE,
        OLD_IMAGE,
        NEW_AND_OLD_IMAGES;

        public boolean showsNew() {
            return this == NEW_IMAGE || this == NEW_AND_OLD_IMAGES;
        }

        public boolean showsOld() {
            return this == OLD_IMAGE || this == NEW_AND_OLD_IMAGES;
        }
    }
}
