package io.runledger.endtoend.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.runledger.endtoend.ledger.LedgerApi;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Somebody's tab with the console in it. What went wrong in it, or was asked of anybody but the ledger, fails its closing. */
final class ConsoleTab implements AutoCloseable {
    /** The browser says so by itself where an answer is no success, as refusals are. */
    private static final String REFUSED = "Failed to load resource";

    private final BrowserContext context;
    private final Page page;
    private final String origin;
    private final List<String> troubles = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    ConsoleTab(Browser browser, LedgerApi api) {
        this(browser, api, new NewContextOptions().setViewportSize(1280, 900));
    }

    ConsoleTab(Browser browser, LedgerApi api, NewContextOptions options) {
        this.origin = api.url();
        this.context = browser.newContext(options);
        this.page = context.newPage();
        page.onRequest(request -> {
            if (others.stream().noneMatch(request.url()::startsWith)
                    && !request.url().startsWith(origin + "/")) {
                troubles.add("a request went to " + request.url());
            }
        });
        page.onPageError(troubles::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith(REFUSED)) {
                troubles.add(message.text());
            }
        });
    }

    /** Whose addresses begin like this may be asked, too. */
    void mayAsk(String other) {
        others.add(other);
    }

    Page page() {
        return page;
    }

    /** Goes to a page of the console, such as {@code runs/r1}, and waits for its title. */
    ConsoleTab open(String address) {
        page.navigate(origin + "/#/" + address);
        assertThat(heading().first()).isVisible();
        return this;
    }

    /** Sets in whose name this tab asks. */
    ConsoleTab actingAs(String name) {
        field("Acting as").fill(name);
        field("Acting as").blur();
        return this;
    }

    Locator heading() {
        return page.locator("main h1");
    }

    Locator button(String name) {
        return named(AriaRole.BUTTON, name);
    }

    Locator link(String name) {
        return named(AriaRole.LINK, name);
    }

    Locator region(String name) {
        return named(AriaRole.REGION, name);
    }

    /** What is filled in or chosen under a label. */
    Locator field(String label) {
        return named(AriaRole.TEXTBOX, label)
                .or(named(AriaRole.COMBOBOX, label))
                .or(named(AriaRole.SEARCHBOX, label));
    }

    /** Follows a link to a file; returns what came. */
    byte[] download(Locator link) throws IOException {
        Download download = page.waitForDownload(link::click);
        return Files.readAllBytes(download.path());
    }

    private Locator named(AriaRole role, String name) {
        return page.getByRole(role, new GetByRoleOptions().setName(name).setExact(true));
    }

    @Override
    public void close() {
        context.close();
        assertThat(troubles).isEmpty();
    }
}
