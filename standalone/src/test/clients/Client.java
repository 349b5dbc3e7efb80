import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.ArtifactsApi;
import org.openapitools.client.api.EventsApi;
import org.openapitools.client.api.RunsApi;
import org.openapitools.client.model.Artifact;
import org.openapitools.client.model.Event;
import org.openapitools.client.model.NewArtifact;
import org.openapitools.client.model.NewEvent;

/** Writes an event and an artifact, and reads them back, by what openapi-generator makes of the API's description. */
public final class Client {
    private Client() {}

    /** @param args the API's URL and a run */
    public static void main(String[] args) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(args[0]);
        String run = args[1];

        NewEvent sent = new NewEvent()
                .eventId("hello")
                .eventType("greeting")
                .runId(run)
                .producer("java")
                .payload(Map.of("text", "hello"));
        Event receipt = new EventsApi(client).appendEvent(sent, null, null);
        Event event = new RunsApi(client).getEventOfRun(run, "hello", receipt.getPosition(), null);
        System.out.println("event " + event.getEventId() + " of " + event.getRunId() + ": " + event.getPayload());

        NewArtifact report = new NewArtifact()
                .artifactId("report")
                .artifactType("report")
                .runId(run)
                .title("A report")
                .sourceType(NewArtifact.SourceTypeEnum.AGENT_OUTPUT)
                .createdBy("java")
                .storageProvider(NewArtifact.StorageProviderEnum.S3)
                .location("s3://bucket/report")
                .dataClass(NewArtifact.DataClassEnum.INTERNAL)
                .metadata(Map.of("pages", 3));
        Artifact artifact = new ArtifactsApi(client).registerArtifact(report, null, null, null);
        System.out.println("artifact " + artifact.getArtifactId() + ": " + artifact.getMetadata());
    }
}
