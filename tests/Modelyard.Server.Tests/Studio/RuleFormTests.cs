using System.Text.Json.Nodes;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Pages.Monitors.Rules;

namespace Modelyard.Server.Tests.Studio;

public sealed class RuleFormTests(LookedStudio studio) : IClassFixture<LookedStudio>
{
    private const string Page = $"/studio/monitors/{LookedYard.Monitor}/rules";

    private static readonly string[] s_figures = ["volume", "accuracy", "effect.a b", "shap.<script>"];

    [Theory]
    [InlineData("volume < 1000", "volume", "<", "1000")]
    [InlineData("volume<=1e3", "volume", "<=", "1e3")]
    [InlineData("(accuracy) >= -0.5", "accuracy", ">=", "-0.5")]
    [InlineData("`effect.a b` > 0.1", "effect.a b", ">", "0.1")]
    [InlineData("`shap.<script>` = 2", "shap.<script>", "=", "2")]
    [InlineData("freshness != 7", "freshness", "!=", "7")]
    public void A_figure_and_a_number_are_taken_apart_and_written_as_the_same_condition(string when, string figure, string comparison, string value)
    {
        Assert.Equal((figure, comparison, value), RuleCondition.Read(when, s_figures));
        Assert.Equal((figure, comparison, value), RuleCondition.Read(RuleCondition.Write(figure, comparison, value), s_figures));
    }

    [Theory]
    [InlineData("accuracy < 0.8 and labelled >= 100")]
    [InlineData("volume < 2 * 500")]
    [InlineData("0.8 > accuracy")]
    [InlineData("abs(accuracy) < 0.8")]
    [InlineData("not volume < 1000")]
    [InlineData("state = 'drifted'")]
    [InlineData("volume <> 3")]
    [InlineData("volume is missing")]
    [InlineData("volume <")]
    [InlineData("")]
    public void What_is_more_than_that_stays_a_text(string when) => Assert.Null(RuleCondition.Read(when, s_figures));

    [Fact]
    public void Rows_are_read_as_the_rules_that_they_were_made_of()
    {
        MonitorRule[] rules =
        [
            new("few", "volume < 1000") { For = 3, Severity = AlarmSeverity.Critical, Cooldown = new TimeSpan(1, 12, 0, 30), Runbook = new Uri("https://example.com/few?a=b#c") },
            new("odd", "accuracy < 0.8 and labelled >= 100"),
            new("wide", "`effect.a b` > 0.1") { Cooldown = TimeSpan.Zero, Severity = AlarmSeverity.Info },
        ];
        (IReadOnlyList<RuleRow> rows, IReadOnlyList<MonitorRule> read) = RuleForm.Read(RuleForm.Of(rules, s_figures));
        Assert.All(rows, row => Assert.Null(row.Fault));
        Assert.Equal(rules, read);
        Assert.Equal([false, true, false], rows.Select(row => row.IsText));
    }

    [Theory]
    [InlineData("", "volume", "5", "1", "", "", "The rule has no name.")]
    [InlineData("a", "volume", "five", "1", "", "", "The value is 'five' and must be a number")]
    [InlineData("a", "volume", "", "1", "", "", "The value is '' and must be a number")]
    [InlineData("a", "volume", "5", "0", "", "", "must wait for 1 to 1,000")]
    [InlineData("a", "volume", "5", "many", "", "", "'for'")]
    [InlineData("a", "volume", "5", "1", "two days", "", "'cooldown' is 'two days'")]
    [InlineData("a", "volume", "5", "1", "", "ftp://example.com", "must be an address that begins with 'https://'")]
    [InlineData("a", "speed", "5", "1", "", "", "asks for 'speed', which no window has")]
    public void A_row_says_what_is_to_be_mended(string name, string figure, string value, string windows, string cooldown, string runbook, string told)
    {
        RuleRow row = Assert.Single(RuleForm.Read([new RuleRow(name, figure, "<", value, "x", windows, "", cooldown, runbook)]).Rows);
        Assert.Contains(told, row.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_are_found_and_what_only_looks_like_one_is_not() =>
        Assert.Equal(["line 1: # first", "line 3: # at the end"], YamlComments.Of("# first\nrules:\n  - {name: \"a # b\", when: 'x#y'} # at the end\n"));

    [Fact]
    public async Task A_row_is_added_and_filled_in_and_written_into_the_text_and_kept()
    {
        string was = await YamlAsync();
        (_, string added, _) = await PostAsync(was, was, "add");
        Assert.Contains("id=\"rule-0-name\"", added, StringComparison.Ordinal);
        Assert.Contains("autofocus", added, StringComparison.Ordinal);
        Assert.Contains("<option value=\"estimated.accuracy\">", added, StringComparison.Ordinal);

        (string, string)[] row = [.. Row(0, "weak", "accuracy", "<", "0.7", "2")];
        (int status, string tested, _) = await PostAsync(was, was, "test", row);
        Assert.Equal(200, status);
        Assert.Contains("when: &quot;accuracy &lt; 0.7&quot;", tested, StringComparison.Ordinal);
        Assert.Contains("They are not kept yet", tested, StringComparison.Ordinal);
        Assert.Equal(was, await YamlAsync());

        (int kept, _, string? location) = await PostAsync(was, was, "keep", row);
        Assert.Equal((303, $"{Page}?kept=yes"), (kept, location));
        using (Yard yard = studio.OpenYard())
        {
            Assert.Equal([new MonitorRule("weak", "accuracy < 0.7") { For = 2 }], yard.Monitors.Get(LookedYard.Monitor).Rules);
        }

        // The form is made of what was kept; a row that is taken away is gone from the text.
        Assert.Equal("accuracy", (string)(await studio.JsonAsync(Page + ".json"))["form"]![0]!["figure"]!);
        string now = await YamlAsync();
        (_, string removed, _) = await PostAsync(now, now, "remove 0", row);
        Assert.Contains("rules: []", removed, StringComparison.Ordinal);
        await PostAsync("rules: []", now, "keep", row);
        Assert.Equal("rules: []\n", await YamlAsync());
    }

    [Fact]
    public async Task A_row_that_is_no_rule_leaves_the_text_as_it_was_and_is_not_kept()
    {
        string was = await YamlAsync();
        (int status, string page, _) = await PostAsync(was, was, "keep", [.. Row(0, "weak", "accuracy", "<", "low", "1")]);
        Assert.Equal(200, status);
        Assert.Contains("must be a number", page, StringComparison.Ordinal);
        Assert.Contains("value=\"low\"", page, StringComparison.Ordinal);
        Assert.Equal(was, await YamlAsync());
    }

    [Fact]
    public async Task Where_form_and_text_were_changed_both_nothing_is_kept_until_it_is_said_which_is_meant()
    {
        string was = await YamlAsync();
        (string, string)[] row = [.. Row(0, "of-form", "accuracy", "<", "0.7", "1")];
        const string Text = "rules:\n  - {name: of-text, when: volume < 5} # mine\n";
        (_, string torn, _) = await PostAsync(Text, was, "keep", row);
        Assert.Contains("Both the form and the text were changed", torn, StringComparison.Ordinal);
        Assert.Contains("value=\"of-form\"", torn, StringComparison.Ordinal);
        Assert.Contains("name: of-text", torn, StringComparison.Ordinal);
        Assert.Contains("line 2: # mine", torn, StringComparison.Ordinal);
        Assert.Equal(was, await YamlAsync());
        (_, string form, _) = await PostAsync(Text, was, "form", row);
        Assert.Contains("name: &quot;of-form&quot;", form, StringComparison.Ordinal);
        Assert.DoesNotContain("of-text", form, StringComparison.Ordinal);
        (_, string text, _) = await PostAsync(Text, was, "text", row);
        Assert.Contains("name: of-text", text, StringComparison.Ordinal);
        Assert.DoesNotContain("of-form", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_rules_of_one_name_are_refused()
    {
        const string Twice = "rules:\n  - {name: a, when: volume < 5}\n  - {name: a, when: volume < 6}\n";
        (int status, string page, _) = await studio.PostAsync(Page, ("act", "keep"), ("yaml", Twice));
        Assert.Equal(200, status);
        Assert.Contains("The rule &#x27;a&#x27; is there twice", page, StringComparison.Ordinal);
    }

    private Task<(int Status, string Text, string? Location)> PostAsync(string yaml, string was, string act, params (string Name, string Value)[] fields) =>
        studio.PostAsync(Page, [("yaml", yaml.ReplaceLineEndings("\r\n")), ("was", was.ReplaceLineEndings("\r\n")), ("act", act), ("rows", fields.Length == 0 ? "0" : "1"), .. fields]);

    private async Task<string> YamlAsync() => (string)(await studio.JsonAsync(Page + ".json"))["yaml"]!;

    private static IEnumerable<(string Name, string Value)> Row(int row, string name, string figure, string comparison, string value, string windows) =>
        [($"name.{row}", name), ($"figure.{row}", figure), ($"comparison.{row}", comparison), ($"value.{row}", value), ($"for.{row}", windows), ($"severity.{row}", ""), ($"cooldown.{row}", ""), ($"runbook.{row}", "")];
}
