using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace Modelyard.Cli.Tests;

public sealed class ExplainReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_row_of_a_classifier_is_told_in_plain_words_on_a_page()
    {
        await Train(Example("telco-churn.csv"), "churn", "GradientBoostingClassifier");
        XDocument page = await Page(Example("telco-churn.csv"), "churn", "--row", "2");
        string lead = Lead(page);
        Assert.Matches("The model predicts 'No' for 'churn' in row 2, with a chance of [0-9]+\u00A0%", lead);
        Assert.Contains("It says so mostly because '", lead, StringComparison.Ordinal);
        Assert.Contains("What speaks against it is that '", lead, StringComparison.Ordinal);
        Assert.Contains("say 'Yes'", lead, StringComparison.Ordinal);
        Assert.Matches("it was right in [0-9]+\u00A0% of cases", lead);
        Assert.Equal(["why", "change", "similar", "details"], Sections(page));
        Assert.Contains("above 0 speaks for 'No', below 0 against it", page.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_three_classes_is_told_by_its_chance_and_beside_the_others()
    {
        await Train(Example("penguins.csv"), "species", "GradientBoostingClassifier");
        XDocument page = await Page(Example("penguins.csv"), "species", "--row", "1");
        string lead = Lead(page), all = page.Root!.Value;
        Assert.Matches("On average over the other rows that chance is 4[0-9]\u00A0%\\. It says so mostly because '", lead);
        Assert.Contains("less what it adds to the others' on average", all, StringComparison.Ordinal);
        Assert.Contains("score of Adelie above the mean of the others", all, StringComparison.Ordinal);
        Assert.DoesNotContain("above 0 speaks for", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_of_a_text_that_weigh_most_are_named()
    {
        string data = Path.Combine(_folder, "notes.csv");
        var random = new Random(5);
        string[] words = ["card", "branch", "hello", "today", "please", "form"];
        await File.WriteAllLinesAsync(data, ["size,note,left", .. Enumerable.Range(0, 600).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{random.Next(100)},{(i % 2 == 0 ? "refund" : "thanks")} {string.Join(' ', random.GetItems(words, 4))},{(i % 2 == 0 ? "Yes" : "No")}"))]);
        await Train(data, "left", "LogisticRegression", text: "note");
        string lead = Lead(await Page(data, "left", "--row", "1"));
        Assert.Contains("'note' reads so ('refund'; without 'thanks')", lead, StringComparison.Ordinal);

        // The first class is explained by the second one upside down, its words too.
        lead = Lead(await Page(data, "left", "--row", "2"));
        Assert.Contains("predicts 'No'", lead, StringComparison.Ordinal);
        Assert.Contains("'note' reads so ('thanks'; without 'refund')", lead, StringComparison.Ordinal);
        (int code, string output, _) = await TestCommand.Run("explain", "left", data, "--row", "1", "--yard", _folder);
        Assert.Equal(0, code);
        Assert.Matches("note: ('refund' \\+[0-9.]+, without 'thanks' \\+|without 'thanks' \\+[0-9.]+, 'refund' \\+)", output);
    }

    [Fact]
    public async Task Columns_that_share_their_weight_and_columns_that_act_together_are_told_so()
    {
        string data = Path.Combine(_folder, "together.csv");
        var random = new Random(3);
        double Draw() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        await File.WriteAllLinesAsync(data, ["a,twin,b,c,y", .. Enumerable.Range(0, 2000).Select(_ =>
        {
            (double a, double b, double c) = (Draw(), Draw(), Draw());
            return string.Create(CultureInfo.InvariantCulture, $"{a:0.###},{a + (0.05 * Draw()):0.###},{b:0.###},{c:0.###},{(3 * a) - b + (1.5 * b * c) + (0.1 * Draw()):0.###}");
        })]);
        await Train(data, "y", "GradientBoostingRegressor");
        string lead = Lead(await Page(data, "y"));
        Assert.Contains("'a' and 'twin' say much the same of a row, so the model shares between them", lead, StringComparison.Ordinal);
        Assert.Contains("What 'c' does to the prediction differs from row to row: it depends on 'b'", lead, StringComparison.Ordinal);
        Assert.DoesNotContain("where 'c' is about", lead, StringComparison.Ordinal);
        Assert.Contains("rises with 'a'", lead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_hardly_beat_the_most_frequent_answer_are_not_offered()
    {
        string data = Path.Combine(_folder, "board.csv");
        var random = new Random(4);
        await File.WriteAllLinesAsync(data, ["x,y,colour", .. Enumerable.Range(0, 1500).Select(_ =>
        {
            (double x, double y) = (6 * random.NextDouble(), 6 * random.NextDouble());
            return string.Create(CultureInfo.InvariantCulture, $"{x:0.###},{y:0.###},{(((int)x + (int)y) % 2 == 0 ? "black" : "white")}");
        })]);
        await Train(data, "colour", "KNeighborsClassifier");
        XDocument page = await Page(data, "colour");
        Assert.Matches("cannot be put into a few simple rules: the best . rules that were found give its answer for [0-9]+\u00A0% of the rows, and always saying the most frequent answer does for 5[0-9]\u00A0%", Lead(page));
        Assert.DoesNotContain("The rules as a tree", page.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_of_many_levels_is_drawn_where_most_rows_are()
    {
        string data = Path.Combine(_folder, "levels.csv");
        await File.WriteAllLinesAsync(data, ["level,y", .. Enumerable.Range(0, 1200).Select(row => $"L{(row % 2 == 0 ? row % 40 : row % 120):000},{row % 40}")]);
        await Train(data, "y", "GradientBoostingRegressor");
        XDocument page = await Page(data, "y");
        Assert.Contains("(of its 20 most frequent values)", Lead(page), StringComparison.Ordinal);
        Assert.Contains("With level (its 20 most frequent values)", page.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_whose_target_the_model_does_not_know_is_explained_without_its_errors()
    {
        string data = Path.Combine(_folder, "other.csv");
        await Train(Example("penguins.csv"), "sex", "RandomForestClassifier");
        await File.WriteAllTextAsync(data, (await File.ReadAllTextAsync(Example("penguins.csv"))).Replace("female", "w", StringComparison.Ordinal).Replace("male", "m", StringComparison.Ordinal));
        (int code, string output, string error) = await TestCommand.Run("explain", "sex", data, "--method", "report", "--yard", _folder);
        Assert.True(code == 0, error);
        Assert.Contains("The model predicts 'sex' mostly from ", output, StringComparison.Ordinal);
        Assert.Contains("The target 'sex' is 'm' in data row 1, which is none of the model's classes, such as 'female'; where the model errs is not told.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directions_of_one_class_of_three_say_which_class_that_is()
    {
        await Train(Example("penguins.csv"), "species", "RandomForestClassifier");
        XDocument page = await Page(Example("penguins.csv"), "species");
        Assert.Contains("The chance of 'Adelie' ", Lead(page), StringComparison.Ordinal);
        Assert.Contains("That is one of 3 classes; of each other one the same can be told.", Lead(page), StringComparison.Ordinal);
        Assert.Equal(2, page.Root!.Value.Split("The way is that of the chance of 'Adelie', one of 3 classes.").Length - 1);
        await Train(Example("penguins.csv"), "sex", "RandomForestClassifier");
        Assert.DoesNotContain("one of 2 classes", (await Page(Example("penguins.csv"), "sex")).Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_a_classifier_is_told_in_plain_words_on_a_page()
    {
        await Train(Example("telco-churn.csv"), "churn", "GradientBoostingClassifier");
        XDocument page = await Page(Example("telco-churn.csv"), "churn");
        string lead = Lead(page);
        Assert.Contains("The model predicts 'churn' mostly from 'contract'", lead, StringComparison.Ordinal);
        Assert.Contains("is highest where 'contract' is 'Month-to-month' and lowest where it is 'Two year'", lead, StringComparison.Ordinal);
        Assert.Contains("falls with 'tenure'", lead, StringComparison.Ordinal);
        Assert.Matches("simple rules, listed below, give the same answer as the model for [0-9]+\u00A0% of the rows", lead);
        Assert.Equal(["columns", "directions", "rules", "errors", "details"], Sections(page));
    }

    [Fact]
    public async Task A_predicted_number_is_told_with_what_raises_and_what_lowers_it()
    {
        await Train(Example("concrete.csv"), "compressive_strength", "RandomForestRegressor");
        string lead = Lead(await Page(Example("concrete.csv"), "compressive_strength", "--row", "1"));
        Assert.Matches("The model predicts [0-9.]+ for 'compressive_strength' in row 1.", lead);
        Assert.Contains("If it knew nothing of the row, it would say ", lead, StringComparison.Ordinal);
        Assert.Contains("It goes up mostly because '", lead, StringComparison.Ordinal);
        Assert.Contains("it was off by ", lead, StringComparison.Ordinal);
        lead = Lead(await Page(Example("concrete.csv"), "compressive_strength"));
        Assert.Contains("rises with 'age'", lead, StringComparison.Ordinal);
        Assert.Contains("account for ", lead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_names_and_cells_are_shown_and_do_nothing()
    {
        string data = Path.Combine(_folder, "hostile.csv");
        string[] levels = ["<script>alert(1)</script>", "\"\"><img src=x>", "plain & simple"];
        await File.WriteAllLinesAsync(data, ["<script>a</script>,level,<b>y</b>", .. Enumerable.Range(0, 300).Select(row => $"{row * 7 % 100},\"{levels[row % 3]}\",{(row * 7 % 100 > 50 != (row % 3 == 1) ? "<i>yes</i>" : "no")}")]);
        await Train(data, "<b>y</b>", "RandomForestClassifier", "hostile");
        foreach (string[] more in new[] { Array.Empty<string>(), ["--row", "4"] })
        {
            XDocument page = await Page(data, "hostile", more);
            Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "img" or "i" or "b");
            Assert.Contains("<script>", Lead(page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_summary_is_printed_without_a_page_and_as_JSON()
    {
        await Train(Example("penguins.csv"), "sex", "RandomForestClassifier");
        (int code, string output, string error) = await TestCommand.Run("explain", "sex", Example("penguins.csv"), "--method", "report", "--row", "1", "--yard", _folder);
        Assert.True(code == 0, error);
        Assert.Contains(" The model predicts 'male' for 'sex' in row 1, with a chance of ", output, StringComparison.Ordinal);
        (code, output, error) = await TestCommand.Run("explain", "sex", Example("penguins.csv"), "--method", "report", "--row", "1", "--json", "--yard", _folder);
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        Assert.StartsWith("The model predicts 'male'", told.RootElement.GetProperty("summary")[0].GetString(), StringComparison.Ordinal);
        (code, _, error) = await TestCommand.Run("explain", "sex", Example("penguins.csv"), "--method", "report", "-o", Path.Combine(_folder, "why.svg"), "--yard", _folder);
        Assert.Equal(2, code);
        Assert.Contains("this is no picture", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_repeat_a_model_are_told_with_their_fidelity()
    {
        await Train(Example("penguins.csv"), "sex", "RandomForestClassifier");
        string page = Path.Combine(_folder, "rules.html");
        (int code, string output, string error) = await TestCommand.Run("explain", "sex", Example("penguins.csv"), "--method", "surrogate", "--rules", "4", "-o", page, "--yard", _folder);
        Assert.True(code == 0, error);
        Assert.Contains("344 rows of penguins.csv   same class for 0.", output, StringComparison.Ordinal);
        Assert.Contains("The rules as a tree", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        (code, output, error) = await TestCommand.Run("explain", "sex", Example("penguins.csv"), "--method", "surrogate", "--rules", "4", "--json", "--yard", _folder);
        Assert.True(code == 0, error);
        using var told = JsonDocument.Parse(output);
        Assert.InRange(told.RootElement.GetProperty("rules").GetArrayLength(), 2, 4);
        Assert.InRange(told.RootElement.GetProperty("agreement").GetProperty("value").GetDouble(), 0.7, 1);
        Assert.Equal(1, told.RootElement.GetProperty("rules").EnumerateArray().Sum(rule => rule.GetProperty("share").GetDouble()), 1e-12);
        (code, _, error) = await TestCommand.Run("explain", "sex", Example("penguins.csv"), "--method", "surrogate", "--rules", "1", "--yard", _folder);
        Assert.Equal(2, code);
        Assert.Contains("'--rules' is '1' and must be a whole number, 2 or greater", error, StringComparison.Ordinal);
    }

    private static string Example(string name) => Path.Combine(TestCommand.FindRoot(), "examples", "data", name);

    /// <summary>Reads the plain words, which may hold no word of the trade.</summary>
    private static string Lead(XDocument page)
    {
        string text = page.Descendants().Single(element => (string?)element.Attribute("class") == "lead").Value;
        Assert.DoesNotMatch("(?i)shap|log-odds|odds|logit|counterfactual|surrogate|fidelity|quantile|R2|R²|partial dependence", text);
        return text;
    }

    private static IEnumerable<string> Sections(XDocument page) => page.Descendants().Where(element => element.Name.LocalName == "section").Select(element => (string)element.Attribute("id")!);

    private async Task<XDocument> Page(string data, string model, params string[] more)
    {
        string path = Path.Combine(_folder, "page.html");
        (int code, _, string error) = await TestCommand.Run(["explain", model, data, "-o", path, "--yard", _folder, .. more]);
        Assert.True(code == 0, error);
        return XDocument.Parse((await File.ReadAllTextAsync(path)).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
    }

    private async Task Train(string data, string target, string estimator, string? name = null, string? text = null)
    {
        (int code, _, string error) = await TestCommand.Run(["train", data, "--target", target, "--trials", "0", "--candidates", estimator, "--no-refit", "--yard", _folder, .. name is null ? Array.Empty<string>() : ["--name", name], .. text is null ? Array.Empty<string>() : ["--text", text]]);
        Assert.True(code == 0, error);
    }
}
