using System.Text;
using EndToEnd.Running;

namespace EndToEnd.Faults;

public sealed class BadTableTests : IDisposable
{
    private const int Limit = 60_000;
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact(Timeout = Limit)]
    public async Task A_file_that_is_not_there_is_told_with_the_folder_that_paths_start_from() =>
        (await Train("nowhere.csv")).Refused(1, "nowhere.csv", "no such file", _workplace.Folder);

    [Fact(Timeout = Limit)]
    public async Task A_folder_is_not_a_table() => (await Train(".")).Refused(1, "folder");

    [Theory(Timeout = Limit)]
    [InlineData("", "empty")]
    [InlineData("a,b,y\n", "header but no rows")]
    [InlineData("a,b,y\n1,2,x\n1,2\n3,4,x\n1,2,3,4\n", "2 problems", "line 3: The row has 2 fields and must have 3.", "line 5: The row has 4 fields")]
    [InlineData("a,a,y\n1,2,x\n", "line 1, column 2", "'a'")]
    [InlineData("a,b,y\n1,\"2,x\n1,2,x\n", "line 2", "not closed")]
    public async Task A_broken_table_is_told_with_its_place(string text, params string[] words)
    {
        _workplace.Write("data.csv", text);
        (await Train("data.csv")).Refused(1, ["data.csv", .. words]);
    }

    [Fact(Timeout = Limit)]
    public async Task Bytes_that_are_not_text_are_told()
    {
        byte[] bytes = new byte[5000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(Path.Combine(_workplace.Folder, "data.csv"), bytes);
        (await Train("data.csv")).Refused(1, "data.csv", "not a CSV file");
    }

    [Fact(Timeout = Limit)]
    public async Task Text_in_UTF_16_is_told_with_how_to_convert_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_workplace.Folder, "data.csv"), "a,b,y\n1,2,x\n", Encoding.Unicode);
        (await Train("data.csv")).Refused(1, "data.csv", "UTF-16", "iconv");
    }

    [Fact(Timeout = Limit)]
    public async Task A_line_of_200_000_columns_is_refused_at_once_in_little_memory()
    {
        _workplace.Environment["DOTNET_GCHeapHardLimit"] = "0x10000000";
        string wide = string.Join(',', Enumerable.Repeat("1", 200_000));
        _workplace.Write("header.csv", string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"c{i}")) + ",y\n" + wide + ",x\n");
        (await Train("header.csv")).Refused(1, "header.csv", "columns", "must have at most");
        _workplace.Write("row.csv", $"a,b,y\n1,2,x\n{wide}\n3,4,z\n");
        (await Train("row.csv")).Refused(1, "row.csv", "line 3", "200000 fields and must have 3");
    }

    [Fact(Timeout = Limit)]
    public async Task A_target_that_is_not_there_is_told_with_the_nearest()
    {
        CommandResult result = await _workplace.RunAsync("train", Workplace.Example("penguins.csv"), "--target", "specie");
        result.Refused(1, "'specie'", "nearest is 'species'");
    }

    [Theory(Timeout = Limit)]
    [InlineData("constant", "'x' in every row")]
    [InlineData("different", "different in every row")]
    [InlineData("missing", "missing in every row")]
    [InlineData("infinite", "infinite in 6 rows")]
    [InlineData("few", "at least 10")]
    public async Task A_target_of_which_nothing_can_be_learned_is_told(string kind, string words)
    {
        Func<int, string> target = kind switch
        {
            "constant" => _ => "x",
            "different" => i => $"id{i}",
            "missing" => _ => "",
            "infinite" => i => i % 10 == 0 ? "inf" : $"{i * 0.37}",
            _ => i => i % 2 == 0 ? "x" : "z",
        };
        _workplace.WriteRows("data.csv", "a,b,y", i => $"{i * 7 % 13},{i * 5 % 11},{target(i)}", kind == "few" ? 4 : 60);
        (await Train("data.csv")).Refused(1, words);
    }

    [Theory(Timeout = Limit)]
    [InlineData("missing cells", "The target 'y' is missing in 10 of 60 rows")]
    [InlineData("a class of one", "'rare'")]
    [InlineData("infinities", "'a' is infinite in 6 rows")]
    public async Task A_table_that_can_be_learned_from_in_part_gives_a_model_with_a_warning(string kind, string warning)
    {
        string Label(int i) => i == 31 && kind == "a class of one" ? "rare" : i % 6 == 0 && kind == "missing cells" ? "" : i * 7 % 13 > 5 ? "x" : "z";
        _workplace.WriteRows("data.csv", "a,b,y", i => $"{(i % 10 == 0 && kind == "infinities" ? "inf" : i * 7 % 13)},{i * 5 % 11},{Label(i)}");
        CommandResult result = (await Train("data.csv")).Succeeded();
        Assert.Contains(warning, result.Output, StringComparison.Ordinal);
        string scored = (await _workplace.RunAsync("predict", "y", "data.csv")).Succeeded().Output;
        Assert.Equal(61, scored.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact(Timeout = Limit)]
    public async Task A_column_of_10_000_levels_gives_a_model()
    {
        _workplace.WriteRows("data.csv", "a,c,y", i => $"{i * 7 % 13},level{i * 31 % 10_000},{(i * 7 % 13 > 5 ? "x" : "z")}", 12_000);
        CommandResult result = (await _workplace.RunAsync("train", "data.csv", "--target", "y", "--trials", "0", "--candidates", "LogisticRegression,GradientBoostingClassifier")).Succeeded();
        Assert.Contains("model    y:1", result.Output, StringComparison.Ordinal);
    }

    private Task<CommandResult> Train(string file) => _workplace.RunAsync("train", file, "--target", "y", "--trials", "0", "--no-vote");
}
