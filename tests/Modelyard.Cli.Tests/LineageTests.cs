using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;
using Modelyard.Frames;

namespace Modelyard.Cli.Tests;

/// <summary>Asks where answers, versions and runs come from, and what came of files; names are hostile wherever anyone may give one.</summary>
public sealed class LineageTests(LineageTests.Trained trained) : IClassFixture<LineageTests.Trained>
{
    private const string Column = "<img src=x onerror=alert(1)>", Request = "<script>alert(1)</script>\u001b[31m";

    [Fact]
    public async Task An_answer_is_followed_to_the_columns_of_the_file()
    {
        JsonElement graph = await Json(Request, "--model", "hostile", "--row", "7");
        Assert.Equal(["prediction", "version", "run", "data", "step", "step"], graph.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("kind").GetString()));
        JsonElement answer = graph.GetProperty("nodes")[0];
        Frame predicted = CsvReader.Read(trained.File("out.csv")).Frame;
        Assert.Equal(predicted["prediction"].FormatCell(7), Fact(answer, "_prediction"));
        Assert.Equal(predicted[Column].FormatCell(7), Fact(answer, Column));
        Assert.Equal(
            [(Column, trained.File("raw.csv"), Column), ("b", trained.File("raw.csv"), "b"), ("c", trained.File("raw.csv"), "b")],
            graph.GetProperty("columns").EnumerateArray().Select(origin => (origin.GetProperty("input").GetString(), origin.GetProperty("source").GetString(), origin.GetProperty("column").GetString())));

        // From each node but the file that was there first, a link leads on, and both of its ends are nodes.
        string[] ids = [.. graph.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()!)];
        (string From, string To)[] links = [.. graph.GetProperty("links").EnumerateArray().Select(link => (link.GetProperty("from").GetString()!, link.GetProperty("to").GetString()!))];
        Assert.All(links, link => Assert.True(ids.Contains(link.From) && ids.Contains(link.To)));
        Assert.Single(ids.Except(links.Select(link => link.To)));
    }

    [Fact]
    public async Task A_version_is_followed_by_number_and_alias_and_so_is_its_run()
    {
        JsonElement byAlias = await Json("hostile@champion"), byNumber = await Json("hostile:1");
        Assert.Equal(byNumber.GetProperty("nodes").GetRawText(), byAlias.GetProperty("nodes").GetRawText());
        JsonElement run = byNumber.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("kind").GetString() == "run");
        JsonElement own = await Json(run.GetProperty("title").GetString()!);
        JsonElement same = own.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("id").GetString() == run.GetProperty("id").GetString());
        Assert.Equal((Fact(run, "command"), Fact(run, "seed")), (Fact(same, "command"), Fact(same, "seed")));
        Assert.Contains(own.GetProperty("nodes").EnumerateArray(), node => node.GetProperty("kind").GetString() == "data");
    }

    [Fact]
    public async Task A_file_tells_what_came_of_its_bytes_and_so_does_its_digest()
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(trained.File("raw.csv"))));
        JsonElement byFile = await Json(trained.File("raw.csv")), byDigest = await Json(digest);
        Assert.Equal(byFile.GetRawText(), byDigest.GetRawText());
        JsonElement version = byFile.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("kind").GetString() == "version");
        Assert.StartsWith("120, 0 of them", Fact(version, "predictions"), StringComparison.Ordinal);
        Assert.Contains(byFile.GetProperty("nodes").EnumerateArray(), node => node.GetProperty("kind").GetString() == "step" && Fact(node, "sha256") == digest);
    }

    [Fact]
    public async Task What_is_printed_holds_no_sign_that_a_terminal_obeys()
    {
        string told = await Succeed(Request, "--model", "hostile");
        Assert.StartsWith(" Where an answer of hostile comes from", told, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', told);
        Assert.Contains("from: version hostile:1", told, StringComparison.Ordinal);
        Assert.Contains("verb: with", told, StringComparison.Ordinal);
        Assert.Matches(@"\n c +\S*raw\.csv +b\b", told);
    }

    [Fact]
    public async Task The_picture_is_well_formed_and_names_are_texts_in_it()
    {
        await Succeed(Request, "--model", "hostile", "-o", trained.File("lineage.svg"));
        XDocument picture = XDocument.Load(trained.File("lineage.svg"));
        Assert.Equal("svg", picture.Root!.Name.LocalName);
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName is "script" or "img");
        Assert.Contains(picture.Descendants(), element => element.Name.LocalName == "text" && element.Value.EndsWith("version hostile:1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_shows_the_picture_and_names_are_texts_in_it()
    {
        await Succeed(Request, "--model", "hostile", "-o", trained.File("lineage.html"));
        string page = File.ReadAllText(trained.File("lineage.html"));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("Where each input comes from", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("'nothing' is no file, no model and no run of the yard", "nothing")]
    [InlineData("The log of 'hostile' holds no request 'nothing'", "nothing", "--model", "hostile")]
    [InlineData("There is no log of the predictions of 'none'", "nothing", "--model", "none")]
    [InlineData("has 120 rows, from 0, and no row '500'", Request, "--model", "hostile", "--row", "500")]
    [InlineData("holds no request", Request, "--model", "hostile", "--on", "2026-02-01")]
    [InlineData("its newest is '1'", "hostile:9")]
    [InlineData("picture.png", "hostile:1", "-o", "picture.png")]
    public async Task What_is_not_there_is_told_in_a_sentence(string told, params string[] args)
    {
        (int code, string output, string error) = await TestCommand.Run(["lineage", .. args, "--yard", trained.File("yard")]);
        Assert.NotEqual(0, code);
        Assert.Empty(output);
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error);
    }

    private static string? Fact(JsonElement node, string name) => node.GetProperty("facts").EnumerateArray().FirstOrDefault(fact => fact.GetProperty("name").GetString() == name) is { ValueKind: JsonValueKind.Object } found ? found.GetProperty("value").GetString() : null;

    private async Task<JsonElement> Json(params string[] args) => JsonDocument.Parse(await Succeed([.. args, "--json"])).RootElement;

    private async Task<string> Succeed(params string[] args)
    {
        (int code, string output, string error) = await TestCommand.Run(["lineage", .. args, "--yard", trained.File("yard")]);
        Assert.True(code == 0, error);
        return output;
    }

    /// <summary>Makes a table of a file, a model of the table and an answer of the model, by the command, once for all tests.</summary>
    public sealed class Trained : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-lineage-").FullName;

        public string File(string name) => Path.Combine(_folder, name);

        public async Task InitializeAsync()
        {
            IEnumerable<string> rows = Enumerable.Range(0, 120).Select(row => FormattableString.Invariant($"{row * 37 % 101},{row * 53 % 97},{(row * 37 % 101 > 50 ? "yes" : "no")}"));
            System.IO.File.WriteAllLines(File("raw.csv"), [$"{Column},b,y", .. rows]);
            await Do("data", "with", File("raw.csv"), "--set", "c=b * 2", "--lineage", "-o", File("made.csv"));
            await Do("train", File("made.csv"), "--target", "y", "--name", "hostile", "--trials", "0", "--candidates", "LogisticRegression", "--yard", File("yard"));
            await Do("models", "alias", "hostile:1", "champion", "--yard", File("yard"));
            await Do("predict", "hostile", File("made.csv"), "--log", "--request", Request, "--at", "2026-03-01T09:00:00Z", "-o", File("out.csv"), "--yard", File("yard"));
        }

        public Task DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return Task.CompletedTask;
        }

        private static async Task Do(params string[] args)
        {
            (int code, _, string error) = await TestCommand.Run(args);
            Assert.True(code == 0, error);
        }
    }
}
