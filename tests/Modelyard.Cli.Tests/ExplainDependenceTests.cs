using System.Text.Json;
using System.Xml.Linq;

namespace Modelyard.Cli.Tests;

public sealed class ExplainDependenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_a_model_leans_on_is_told_by_column_and_by_group()
    {
        await Train();
        using JsonDocument plain = await Ask("--method", "permutation");
        JsonElement[] columns = [.. plain.RootElement.GetProperty("importances").EnumerateArray()];
        Assert.Equal(["bill_depth_mm", "bill_length_mm", "body_mass_g", "flipper_length_mm", "island", "species"], columns.Select(one => one.GetProperty("column").GetString()).Order());
        Assert.Equal(("roc-auc", 333, false), (plain.RootElement.GetProperty("metric").GetString(), plain.RootElement.GetProperty("rows").GetInt32(), plain.RootElement.GetProperty("conditional").GetBoolean()));
        double[] losses = [.. columns.Select(one => one.GetProperty("loss").GetDouble())];
        Assert.Equal(losses.OrderDescending(), losses);
        Assert.Equal(1.0 / 21, columns[0].GetProperty("p_value").GetDouble(), 1e-12);

        using JsonDocument grouped = await Ask("--method", "permutation", "--group", "bill=bill_depth_mm,bill_length_mm", "--metric", "accuracy", "--repeats", "5");
        JsonElement bill = grouped.RootElement.GetProperty("importances").EnumerateArray().Single(one => one.GetProperty("column").GetString() == "bill");
        Assert.Equal(["bill_depth_mm", "bill_length_mm"], bill.GetProperty("columns").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(5, grouped.RootElement.GetProperty("importances").GetArrayLength());

        (int code, string output, string error) = await Run("--method", "permutation", "--correlated", "0.7", "--conditional", "--repeats", "2", "-o", Path.Combine(_folder, "leans.html"));
        Assert.True(code == 0, error);
        Assert.Contains("333 rows of penguins.csv   loss of roc-auc when shuffled among rows that are alike", output, StringComparison.Ordinal);
        Assert.Contains("species + flipper_length_mm + body_mass_g", output, StringComparison.Ordinal);
        Assert.Contains("What the model leans on", await File.ReadAllTextAsync(Path.Combine(_folder, "leans.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pdp", "means")]
    [InlineData("ale", "effects")]
    public async Task Dependence_is_told_of_the_leading_columns_of_one_and_of_two(string kind, string values)
    {
        await Train();
        using JsonDocument leading = await Ask("--method", "dependence", "--kind", kind);
        Assert.Equal(4, leading.RootElement.GetProperty("features").GetArrayLength());
        Assert.Equal("body_mass_g", leading.RootElement.GetProperty("features")[0].GetProperty("columns")[0].GetString());

        using JsonDocument one = await Ask("--method", "dependence", "--kind", kind, "--feature", "species");
        JsonElement species = one.RootElement.GetProperty("features")[0];
        Assert.Equal(["Adelie", "Chinstrap", "Gentoo"], species.GetProperty("values")[0].EnumerateArray().Select(level => level.GetString()).Order());
        Assert.Equal((3, "probability of male"), (species.GetProperty(values).GetArrayLength(), species.GetProperty("unit").GetString()));

        string picture = Path.Combine(_folder, "two.svg");
        using JsonDocument two = await Ask("--method", "dependence", "--kind", kind, "--feature", "body_mass_g,bill_depth_mm", "-o", picture);
        JsonElement surface = two.RootElement.GetProperty("features")[0];
        Assert.Equal(surface.GetProperty("values")[0].GetArrayLength() * surface.GetProperty("values")[1].GetArrayLength(), surface.GetProperty(values).GetArrayLength());
        Assert.Equal("svg", XDocument.Load(picture).Root!.Name.LocalName);
        (int code, string output, string error) = await Run("--method", "dependence", "--kind", kind, "--feature", "body_mass_g", "--feature", "bill_depth_mm");
        Assert.True(code == 0, error);
        Assert.Contains("body_mass_g down and bill_depth_mm across", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interactions_are_told_of_pairs()
    {
        await Train();
        using JsonDocument told = await Ask("--method", "dependence", "--kind", "interactions", "--feature", "body_mass_g,bill_depth_mm,island");
        JsonElement[] pairs = [.. told.RootElement.GetProperty("interactions").EnumerateArray()];
        Assert.Equal(6, pairs.Length);
        Assert.All(pairs, pair => Assert.InRange(pair.GetProperty("h").GetDouble(), 0, 1.5));
        (int code, string output, string error) = await Run("--method", "dependence", "--kind", "interactions", "--feature", "body_mass_g,bill_depth_mm,island", "-o", Path.Combine(_folder, "h.html"));
        Assert.True(code == 0, error);
        Assert.Contains("body_mass_g x bill_depth_mm", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_asked_is_said()
    {
        await Train();
        await Fails(2, "'--feature' is not for '--method permutation', but for 'dependence'", "--method", "permutation", "--feature", "species");
        await Fails(2, "'--conditional' is not for '--method shap', but for 'permutation'", "--conditional");
        await Fails(2, "'--row' chooses a row, and '--method dependence' explains all together", "--method", "dependence", "--row", "3");
        await Fails(2, "Give one of the two", "--method", "permutation", "--group", "species,island", "--correlated", "0.5");
        await Fails(2, "must be a whole number, 1 or greater", "--method", "permutation", "--repeats", "0");
        await Fails(2, "may name one, or two", "--method", "dependence", "--feature", "species,island,body_mass_g");
        await Fails(2, "is not one of", "--method", "dependence", "--class", "both");
        await Fails(1, "The nearest is 'species'", "--method", "dependence", "--feature", "specie");
        await Fails(1, "The nearest is 'species'", "--method", "permutation", "--group", "specie,island");
        string unknown = Path.Combine(_folder, "unknown.csv");
        await File.WriteAllLinesAsync(unknown, (await File.ReadAllLinesAsync(Penguins)).Select(line => line[..line.LastIndexOf(',')]));
        (int code, _, string error) = await RunOn(unknown, "--method", "permutation");
        Assert.Equal(1, code);
        Assert.Contains("'unknown.csv' has no column 'sex', the target", error, StringComparison.Ordinal);
        (code, _, error) = await RunOn(unknown, "--method", "dependence", "--feature", "species");
        Assert.True(code == 0, error);
    }

    private static string Penguins { get; } = Path.Combine(TestCommand.FindRoot(), "examples", "data", "penguins.csv");

    private async Task Train()
    {
        (int code, _, string error) = await TestCommand.Run("train", Penguins, "--target", "sex", "--trials", "0", "--candidates", "GradientBoostingClassifier", "--no-refit", "--yard", _folder);
        Assert.True(code == 0, error);
    }

    private async Task<JsonDocument> Ask(params string[] more)
    {
        (int code, string output, string error) = await Run([.. more, "--json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output);
    }

    private async Task Fails(int expected, string message, params string[] more)
    {
        (int code, _, string error) = await Run(more);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(expected, code);
    }

    private Task<(int Code, string Output, string Error)> Run(params string[] more) => RunOn(Penguins, more);

    private Task<(int Code, string Output, string Error)> RunOn(string data, params string[] more) => TestCommand.Run(["explain", "sex", data, "--yard", _folder, .. more]);
}
