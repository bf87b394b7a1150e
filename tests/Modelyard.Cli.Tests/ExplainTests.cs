using System.Text.Json;
using System.Xml.Linq;

namespace Modelyard.Cli.Tests;

public sealed class ExplainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("GradientBoostingClassifier", "raw", false)]
    [InlineData("RandomForestClassifier", "probability", false)]
    [InlineData("LogisticRegression", "raw", false)]
    [InlineData("GaussianNaiveBayes", "probability", true)]
    public async Task Contributions_of_the_columns_sum_up_to_the_prediction(string estimator, string scale, bool isEstimated)
    {
        await Train(estimator);
        (int code, string output, string error) = await TestCommand.Run("explain", "sex", Penguins, "--row", "3", "--yard", _folder, "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        JsonElement root = told.RootElement;
        Assert.Equal((scale, isEstimated, 3), (root.GetProperty("scale").GetString(), root.GetProperty("estimated").GetBoolean(), root.GetProperty("row").GetInt32()));
        Assert.Equal("male", root.GetProperty("class").GetString());
        Assert.Equal(["bill_depth_mm", "bill_length_mm", "body_mass_g", "flipper_length_mm", "island", "species"], root.GetProperty("contributions").EnumerateObject().Select(one => one.Name).Order());
        double sum = root.GetProperty("base").GetDouble() + root.GetProperty("contributions").EnumerateObject().Sum(one => one.Value.GetDouble());
        Assert.Equal(root.GetProperty("prediction").GetDouble(), sum, 1e-9);
        Assert.Equal("40.3", root.GetProperty("values").GetProperty("bill_length_mm").GetString());
        Assert.Equal("Torgersen", root.GetProperty("values").GetProperty("island").GetString());
    }

    [Fact]
    public async Task A_row_and_a_table_are_explained_in_words_and_on_a_page()
    {
        await Train("GradientBoostingClassifier");
        string page = Path.Combine(_folder, "why.html"), picture = Path.Combine(_folder, "why.svg");
        (int code, string output, string error) = await TestCommand.Run("explain", "sex", Penguins, "--row", "1", "--method", "shap", "-o", page, "--yard", _folder);
        Assert.True(code == 0, error);
        Assert.Contains("score of male   base", output, StringComparison.Ordinal);
        Assert.Contains("body_mass_g = 3750", output, StringComparison.Ordinal);
        Assert.Contains("What led to the prediction", await File.ReadAllTextAsync(page), StringComparison.Ordinal);

        (code, output, error) = await TestCommand.Run("explain", "sex", Penguins, "-o", picture, "--yard", _folder);
        Assert.True(code == 0, error);
        Assert.Contains("rows of penguins.csv   mean size", output, StringComparison.Ordinal);
        Assert.Equal("svg", XDocument.Load(picture).Root!.Name.LocalName);
        (code, output, error) = await TestCommand.Run("explain", "sex", Penguins, "--yard", _folder, "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        double[] sizes = [.. told.RootElement.GetProperty("mean_size").EnumerateObject().Select(one => one.Value.GetDouble())];
        Assert.Equal(6, sizes.Length);
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    [Theory]
    [InlineData("LogisticRegression")]
    [InlineData("GaussianNaiveBayes")]
    public async Task What_is_not_known_is_the_same_for_every_row_and_seed(string estimator)
    {
        await Train(estimator);

        // The last row of the table is once more the first one.
        string[] lines = await File.ReadAllLinesAsync(Penguins);
        string table = Path.Combine(_folder, "twice.csv");
        await File.WriteAllLinesAsync(table, [.. lines, lines[1]]);
        using JsonDocument first = await Explain(table, 1, 0), last = await Explain(table, lines.Length, 0), other = await Explain(table, 200, 5);
        Assert.Equal(first.RootElement.GetProperty("contributions").GetRawText(), last.RootElement.GetProperty("contributions").GetRawText());
        Assert.Equal(first.RootElement.GetProperty("base").GetDouble(), other.RootElement.GetProperty("base").GetDouble());
        bool isEstimated = first.RootElement.GetProperty("estimated").GetBoolean();
        Assert.Equal(isEstimated, first.RootElement.TryGetProperty("standard_errors", out JsonElement errors));
        if (isEstimated)
        {
            // All sets of six columns with all rows: nothing is left to chance.
            Assert.All(errors.EnumerateObject(), one => Assert.Equal(0, one.Value.GetDouble()));
            Assert.Equal(0, first.RootElement.GetProperty("base_standard_error").GetDouble());
            Assert.Equal(lines.Length, first.RootElement.GetProperty("background_rows").GetInt32());
        }
    }

    [Fact]
    public async Task A_model_that_says_the_same_of_all_depends_on_no_column()
    {
        await Train("BaselineClassifier");
        (_, string row, _) = await TestCommand.Run("explain", "sex", Penguins, "--row", "1", "--yard", _folder);
        Assert.Contains("depends on no column", row, StringComparison.Ordinal);
        (_, string table, _) = await TestCommand.Run("explain", "sex", Penguins, "--method", "report", "--yard", _folder);
        Assert.Contains("depends on no column", table, StringComparison.Ordinal);
        (_, string together, _) = await TestCommand.Run("explain", "sex", Penguins, "--method", "dependence", "--kind", "interactions", "--feature", "island,species,body_mass_g", "--yard", _folder);
        Assert.Contains("no columns act together", together, StringComparison.Ordinal);
        (_, string flat, _) = await TestCommand.Run("explain", "sex", Penguins, "--method", "dependence", "--feature", "body_mass_g", "--yard", _folder);
        Assert.DoesNotContain('█', flat);
        string few = Path.Combine(_folder, "few.csv");
        await File.WriteAllLinesAsync(few, (await File.ReadAllLinesAsync(Penguins)).Take(4));
        (int code, _, string error) = await TestCommand.Run("explain", "sex", few, "--method", "permutation", "--yard", _folder);
        Assert.Equal(1, code);
        Assert.Contains("Give '10' rows or more", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_explained_is_said()
    {
        await Train("GradientBoostingClassifier");
        await Fails(2, "must be one of shap, permutation, dependence, counterfactual, anchor, lime", "--method", "tea-leaves");
        await Fails(2, "must be a whole number, 1 or greater", "--row", "0");
        await Fails(2, "has 344 rows", "--row", "345");
        await Fails(2, "is not one of female, male", "--class", "both");
        await Fails(2, "opposite of 'male'", "--class", "female");
        await Fails(2, "must end in .html", "-o", Path.Combine(_folder, "why.pdf"));
    }

    [Fact]
    public async Task A_model_of_XGBoost_is_registered_predicts_and_is_explained()
    {
        string file = Path.Combine(_folder, "delays.json"), data = Path.Combine(_folder, "rows.csv");
        using var cases = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Root, "tests", "Oracles", "xgboost_models.json")));
        JsonElement own = cases.RootElement.GetProperty("numbers");
        await File.WriteAllTextAsync(file, own.GetProperty("model").GetRawText());
        await File.WriteAllLinesAsync(data, ["age,income,debt ratio,score", .. own.GetProperty("rows").EnumerateArray().Select(row => string.Join(',', row.EnumerateArray().Select(cell => cell.GetRawText())))]);
        (int code, string output, string error) = await TestCommand.Run("models", "import", file, "--target", "delay", "--yard", _folder);
        Assert.True(code == 0, error);
        Assert.Contains("delays:1 registered", output, StringComparison.Ordinal);
        (code, output, error) = await TestCommand.Run("explain", "delays", data, "--row", "2", "--yard", _folder, "--json");
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        double[] expected = [.. own.GetProperty("contributions")[1][0].EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(expected[4], told.RootElement.GetProperty("base").GetDouble(), 1e-6);
        Assert.Equal(expected[2], told.RootElement.GetProperty("contributions").GetProperty("debt ratio").GetDouble(), 1e-6);
        Assert.Equal(own.GetProperty("predictions")[1][0].GetDouble(), told.RootElement.GetProperty("prediction").GetDouble(), 1e-5);
    }

    private async Task<JsonDocument> Explain(string table, int row, int seed)
    {
        (int code, string output, string error) = await TestCommand.Run("explain", "sex", table, "--row", $"{row}", "--seed", $"{seed}", "--yard", _folder, "--json");
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output);
    }

    private async Task Train(string estimator)
    {
        (int code, _, string error) = await TestCommand.Run("train", Penguins, "--target", "sex", "--trials", "0", "--candidates", estimator, "--no-refit", "--yard", _folder);
        Assert.True(code == 0, error);
    }

    private async Task Fails(int expected, string message, params string[] more)
    {
        (int code, _, string error) = await TestCommand.Run(["explain", "sex", Penguins, "--yard", _folder, .. more]);
        Assert.Equal(expected, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static string Root { get; } = TestCommand.FindRoot();

    private static string Penguins => Path.Combine(Root, "examples", "data", "penguins.csv");
}
