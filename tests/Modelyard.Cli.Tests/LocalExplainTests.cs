using System.Text.Json;

namespace Modelyard.Cli.Tests;

/// <summary>Explains single rows: by counterfactuals, anchors and linear models nearby.</summary>
public sealed class LocalExplainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_would_have_to_change_is_told_as_a_sentence_as_JSON_and_as_a_table()
    {
        await Train("penguins", "sex", "GradientBoostingClassifier");
        string page = Path.Combine(_folder, "change.html");
        string output = await Explain("sex", "penguins", "counterfactual", "--immutable", "species,island", "--increase", "flipper_length_mm", "--decrease", "body_mass_g", "--range", "bill_length_mm=35..45", "--count", "2", "-o", page);
        Assert.Matches("If '[a-z_]+' were [0-9.]+ instead of [0-9.]+.*, the prediction would be 'female' \\(probability 0\\.[0-9]+ instead of 0\\.[0-9]+\\)\\.", output);
        string html = await File.ReadAllTextAsync(page);
        Assert.Contains("Before and after", html, StringComparison.Ordinal);
        Assert.Contains("Probability of female", html, StringComparison.Ordinal);

        using var told = JsonDocument.Parse(await Explain("sex", "penguins", "counterfactual", "--want", "female", "--decrease", "body_mass_g", "--json"));
        JsonElement root = told.RootElement, first = root.GetProperty("counterfactuals")[0];
        Assert.Equal(("found", "male", "female"), (root.GetProperty("outcome").GetString(), root.GetProperty("predicted").GetString(), root.GetProperty("wanted").GetString()));
        Assert.True(first.GetProperty("value").GetDouble() > root.GetProperty("value").GetDouble());
        Assert.NotEqual(first.GetProperty("changes")[0].GetProperty("from").GetString(), first.GetProperty("changes")[0].GetProperty("to").GetString());

        using var met = JsonDocument.Parse(await Explain("sex", "penguins", "counterfactual", "--want", "male", "--json"));
        Assert.Equal("already_met", met.RootElement.GetProperty("outcome").GetString());
        string none = await Explain("sex", "penguins", "counterfactual", "--immutable", "species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g");
        Assert.Contains("No column of the row may change", none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_that_stay_like_the_rows_are_asked_for()
    {
        await Train("penguins", "sex", "LogisticRegression");
        using var least = JsonDocument.Parse(await Explain("sex", "penguins", "counterfactual", "--json"));
        using var usual = JsonDocument.Parse(await Explain("sex", "penguins", "counterfactual", "--plausible", "--json"));
        JsonElement Of(JsonDocument told) => told.RootElement.GetProperty("counterfactuals")[0];
        Assert.True(Of(usual).GetProperty("plausible").GetBoolean());
        Assert.InRange(Of(usual).GetProperty("unlikeness").GetDouble(), 0, 1);
        Assert.True(Of(usual).GetProperty("distance").GetDouble() >= Of(least).GetProperty("distance").GetDouble());
        Assert.Equal(Of(least).GetProperty("plausible").GetBoolean(), Of(least).GetProperty("unlikeness").GetDouble() <= 1);
    }

    [Fact]
    public async Task A_number_is_brought_into_a_range()
    {
        await Train("concrete", "compressive_strength", "Ridge");
        string output = await Explain("compressive_strength", "concrete", "counterfactual", "--want", "..40", "--immutable", "age");
        Assert.Matches("the prediction would be [0-9.]+ instead of [0-9.]+\\.", output);
        await Fails(2, "as in '--want 10..20'", "compressive_strength", "concrete", "counterfactual");
        await Fails(2, "'--want' is '40' and must be LOW..HIGH", "compressive_strength", "concrete", "counterfactual", "--want", "40");
        await Fails(2, "must not be greater than the second", "compressive_strength", "concrete", "counterfactual", "--want", "9..3");
        Assert.Contains("±", await Explain("compressive_strength", "concrete", "anchor"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_and_a_linear_model_nearby_are_told_in_words_and_as_JSON()
    {
        await Train("penguins", "sex", "RandomForestClassifier");
        string page = Path.Combine(_folder, "rule.html"), picture = Path.Combine(_folder, "near.svg");
        string output = await Explain("sex", "penguins", "anchor", "-o", page);
        Assert.Contains(" then sex: ", output, StringComparison.Ordinal);
        Assert.Contains("% of the rows of penguins.csv", output, StringComparison.Ordinal);
        Assert.Contains("The rule that holds the prediction", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        using var rule = JsonDocument.Parse(await Explain("sex", "penguins", "anchor", "--json"));
        Assert.InRange(rule.RootElement.GetProperty("precision").GetDouble(), rule.RootElement.GetProperty("precision_low").GetDouble(), 1);

        output = await Explain("sex", "penguins", "lime", "--stability", "-o", picture);
        Assert.Contains("fidelity 0.", output, StringComparison.Ordinal);
        Assert.Contains("of 10 explanations", output, StringComparison.Ordinal);
        Assert.Contains("probability of male", await File.ReadAllTextAsync(picture), StringComparison.Ordinal);
        using var near = JsonDocument.Parse(await Explain("sex", "penguins", "lime", "--numbers", "continuous", "--stability", "--json"));
        Assert.Equal(6, near.RootElement.GetProperty("weights").GetArrayLength());
        Assert.Equal(1, near.RootElement.GetProperty("stability").GetProperty("column_agreement").GetDouble());
    }

    [Fact]
    public async Task What_cannot_be_explained_so_is_said()
    {
        await Train("penguins", "species", "GaussianNaiveBayes");
        await Fails(2, "Say which class is wanted by '--want': one of Adelie", "species", "penguins", "counterfactual");
        await Fails(1, "The wanted class 'Emperor' is not one of", "species", "penguins", "counterfactual", "--want", "Emperor");
        await Fails(1, "The column 'mass' of a constraint is not one that the model reads", "species", "penguins", "counterfactual", "--want", "Gentoo", "--immutable", "mass");
        await Fails(2, "stands in '--increase' and in '--decrease'", "species", "penguins", "counterfactual", "--want", "Gentoo", "--increase", "body_mass_g", "--decrease", "body_mass_g");
        await Fails(2, "must be COLUMN=LOW..HIGH", "species", "penguins", "counterfactual", "--want", "Gentoo", "--range", "3..4");
        await Fails(2, "'--count' is '0'", "species", "penguins", "counterfactual", "--want", "Gentoo", "--count", "0");
        await Fails(2, "'--want' is not for '--method lime', but for 'counterfactual'", "species", "penguins", "lime", "--want", "Gentoo");
        await Fails(2, "Leave '--class' out", "species", "penguins", "anchor", "--class", "Gentoo");
        await Fails(1, "It reads no text", "species", "penguins", "lime", "--words", "island");
        await Fails(2, "Let it end in .html", "species", "penguins", "anchor", "-o", Path.Combine(_folder, "rule.svg"));
        (int code, _, string error) = await TestCommand.Run("explain", "species", Table("penguins"), "--method", "anchor", "--yard", _folder);
        Assert.Equal(2, code);
        Assert.Contains("explains one row. Say which by '--row'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_of_a_text_are_explained()
    {
        await Train("mail-subjects", "label", "LogisticRegression");
        string output = await Explain("label", "mail-subjects", "lime", "--words", "subject");
        Assert.Contains("subject has 'razor'", output, StringComparison.Ordinal);
    }

    private async Task Train(string table, string target, string estimator)
    {
        (int code, _, string error) = await TestCommand.Run("train", Table(table), "--target", target, "--trials", "0", "--candidates", estimator, "--no-refit", "--yard", _folder);
        Assert.True(code == 0, error);
    }

    private async Task<string> Explain(string model, string table, string method, params string[] more)
    {
        (int code, string output, string error) = await TestCommand.Run(["explain", model, Table(table), "--row", "1", "--method", method, "--yard", _folder, .. more]);
        Assert.True(code == 0, error);
        return output;
    }

    private async Task Fails(int expected, string message, string model, string table, string method, params string[] more)
    {
        (int code, _, string error) = await TestCommand.Run(["explain", model, Table(table), "--row", "1", "--method", method, "--yard", _folder, .. more]);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(expected, code);
    }

    private static string Table(string name) => Path.Combine(TestCommand.FindRoot(), "examples", "data", name + ".csv");
}
