package io.quarkiverse.kvs.it.dynamodb.clients;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import software.amazon.awssdk.enhanced.dynamodb.extensions.annotations.DynamoDbAtomicCounter;
import software.amazon.awssdk.enhanced.dynamodb.extensions.annotations.DynamoDbVersionAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondarySortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

/** An item for the enhanced client. */
@DynamoDbBean
public class Order {

    private String customer;
    private int nr;
    private String state;
    private Instant placed;
    private Long version;
    private Long edits;
    private List<String> lines;
    private Set<String> tags;
    private Map<String, Integer> prices;

    static Order of(String customer, int nr, String state, Instant placed) {
        Order order = new Order();
        order.customer = customer;
        order.nr = nr;
        order.state = state;
        order.placed = placed;
        return order;
    }

    @DynamoDbPartitionKey
    public String getCustomer() {
        return customer;
    }

    public void setCustomer(String customer) {
        this.customer = customer;
    }

    @DynamoDbSortKey
    public int getNr() {
        return nr;
    }

    public void setNr(int nr) {
        this.nr = nr;
    }

    @DynamoDbSecondaryPartitionKey(indexNames = "by-state")
    public String getState() {
        return state;
    }

    public void setState(String state) {
        this.state = state;
    }

    @DynamoDbSecondarySortKey(indexNames = { "by-state", "by-date" })
    public Instant getPlaced() {
        return placed;
    }

    public void setPlaced(Instant placed) {
        this.placed = placed;
    }

    @DynamoDbVersionAttribute
    public Long getVersion() {
        return version;
    }

    public void setVersion(Long version) {
        this.version = version;
    }

    @DynamoDbAtomicCounter(startValue = 1)
    public Long getEdits() {
        return edits;
    }

    public void setEdits(Long edits) {
        this.edits = edits;
    }

    public List<String> getLines() {
        return lines;
    }

    public void setLines(List<String> lines) {
        this.lines = lines;
    }

    public Set<String> getTags() {
        return tags;
    }

    public void setTags(Set<String> tags) {
        this.tags = tags;
    }

    public Map<String, Integer> getPrices() {
        return prices;
    }

    public void setPrices(Map<String, Integer> prices) {
        this.prices = prices;
    }
}
