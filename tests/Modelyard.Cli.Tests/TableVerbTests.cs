using System.Text;
using Modelyard.Cli;

namespace Modelyard.Cli.Tests;

public sealed class TableVerbTests : IDisposable
{
    private const string Orders = "id,town,amount,date\n1,Ulm,20,2024-01-01\n2,Bern,35,2024-01-02\n3,Ulm,,2024-02-01\n4,,10,2024-02-03\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("filter - --where|amount > 15", "id,town,amount,date\n1,Ulm,20,2024-01-01\n2,Bern,35,2024-01-02\n")]
    [InlineData("filter - --where|amount > mean(amount)", "id,town,amount,date\n2,Bern,35,2024-01-02\n")]
    [InlineData("select - --columns date,id", "date,id\n2024-01-01,1\n2024-01-02,2\n2024-02-01,3\n2024-02-03,4\n")]
    [InlineData("select - --drop town,amount,date", "id\n1\n2\n3\n4\n")]
    [InlineData("sort - --by amount:desc", "id,town,amount,date\n2,Bern,35,2024-01-02\n1,Ulm,20,2024-01-01\n4,,10,2024-02-03\n3,Ulm,,2024-02-01\n")]
    [InlineData("sort - --by amount --missing-first", "id,town,amount,date\n3,Ulm,,2024-02-01\n4,,10,2024-02-03\n1,Ulm,20,2024-01-01\n2,Bern,35,2024-01-02\n")]
    [InlineData("with - --set|half=amount / 2|--set|late=half > 12", "id,town,amount,date,half,late\n1,Ulm,20,2024-01-01,10,false\n2,Bern,35,2024-01-02,17.5,true\n3,Ulm,,2024-02-01,,\n4,,10,2024-02-03,5,false\n")]
    [InlineData("group - --by town --aggregate|m=mean(amount), n=count()", "town,m,n\nBern,35,1\nUlm,20,2\n")]
    [InlineData("group - --by town --keep-missing --aggregate|q=quantile(amount, 0.5),u=nunique(id)", "town,q,u\nBern,35,1\nUlm,20,2\n,10,1\n")]
    [InlineData("melt - --id id --values amount --var-name what --value-name much", "id,what,much\n1,amount,20\n2,amount,35\n3,amount,\n4,amount,10\n")]
    [InlineData("pivot - --index id --columns town --values amount --aggregate sum --fill 0", "id,Bern,Ulm\n1,0,20\n2,35,0\n3,0,0\n")]
    [InlineData("outliers - --columns amount --method trim --by fixed --limits 15,30", "id,town,amount,date\n1,Ulm,20,2024-01-01\n3,Ulm,,2024-02-01\n")]
    [InlineData("outliers - --columns amount,id --method trim --by isolation --limits 0.25", "id,town,amount,date\n1,Ulm,20,2024-01-01\n2,Bern,35,2024-01-02\n3,Ulm,,2024-02-01\n")]
    [InlineData("convert - - --to ndjson", "{\"id\":1,\"town\":\"Ulm\",\"amount\":20,\"date\":\"2024-01-01\"}\n{\"id\":2,\"town\":\"Bern\",\"amount\":35,\"date\":\"2024-01-02\"}\n{\"id\":3,\"town\":\"Ulm\",\"amount\":null,\"date\":\"2024-02-01\"}\n{\"id\":4,\"town\":null,\"amount\":10,\"date\":\"2024-02-03\"}\n")]
    public async Task A_verb_reads_standard_input_and_writes_standard_output(string line, string expected)
    {
        (int code, string output, string error) = await Run(Words(line), Orders);
        Assert.True(code == 0, error);
        Assert.Equal(expected, output);
    }

    [Theory]
    [InlineData("filter - --where|amount > 15", "id,town,amount,date\n")]
    [InlineData("filter - --where|town = 'Ulm' and month(date) = 1", "id,town,amount,date\n")]
    [InlineData("with - --set|t=upper(town)|--set|u=t = 'ULM'", "id,town,amount,date,t,u\n")]
    [InlineData("select - --columns town,id", "town,id\n")]
    [InlineData("sort - --by town,amount:desc", "id,town,amount,date\n")]
    [InlineData("group - --by town --aggregate|m=mean(amount),n=count()", "town,m,n\n")]
    [InlineData("group - --by town --aggregate|q=median(amount)", "town,q\n")]
    [InlineData("melt - --id id,town --values amount,date", "id,town,variable,value\n")]
    [InlineData("pivot - --index id --columns town --values amount", "id\n")]
    [InlineData("pivot - --index id --columns town --values amount --aggregate sum", "id\n")]
    [InlineData("outliers - --columns amount", "id,town,amount,date\n")]
    [InlineData("convert - -", "id,town,amount,date\n")]
    public async Task A_table_without_rows_goes_through_a_pipe(string line, string expected)
    {
        (int code, string output, string error) = await Run(Words(line), "id,town,amount,date\n");
        Assert.True(code == 0, error);
        Assert.Equal(expected, output);
    }

    [Fact]
    public async Task A_table_without_rows_is_merged_and_put_below_another()
    {
        string orders = Write("orders.csv", Orders), none = Write("none.csv", "town,country\n");
        (int code, string output, string error) = await Run(["data", "merge", orders, none, "--on", "town", "--how", "left"]);
        Assert.True(code == 0, error);
        Assert.Equal("town,id,amount,date,country", output.Split('\n')[0]);
        (code, output, error) = await Run(["data", "concat", none, orders]);
        Assert.True(code == 0, error);
        Assert.Equal("Ulm,,1,20,2024-01-01", output.Split('\n')[1]);
        (code, _, error) = await Run(["data", "filter", none, "--where", "town > amount"]);
        Assert.Equal(1, code);
        Assert.Contains("'amount' is not in the table", error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(["data", "describe", none])).Code);
        (code, _, error) = await Run(["data", "infer-schema", none]);
        Assert.Equal(1, code);
        Assert.Contains("nothing can be inferred", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_with_commas_stand_in_backticks()
    {
        const string Table = "\"a,b\",\"c`d\",e\n1,2,3\n";
        Assert.Equal("\"a,b\",e\n1,3\n", (await Run(["data", "select", "-", "--columns", "`a,b`, e"], Table)).Output);
        Assert.Equal("c`d\n2\n", (await Run(["data", "select", "-", "--columns", "`c``d`"], Table)).Output);
        Assert.Equal("c`d\n2\n", (await Run(["data", "select", "-", "--columns", "c`d"], Table)).Output);
        Assert.Equal("\"a,b\",c`d,e\n1,2,3\n", (await Run(["data", "sort", "-", "--by", "`a,b`:desc"], Table)).Output);
    }

    [Fact]
    public async Task What_was_assumed_of_a_table_that_is_read_in_chunks_is_told()
    {
        string mixed = Write("mixed.ndjson", "{\"a\":1}\n{\"a\":\"x\"}\n");
        (int code, string output, string error) = await Run(["data", "filter", mixed, "--where", "a = 'x'"]);
        Assert.Equal((0, "a\nx\n"), (code, output));
        Assert.Contains("'a'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cell_that_made_numbers_texts_is_named()
    {
        (_, string output, _) = await Run(["data", "describe", Write("mixed.csv", "a,b\n1,x\n2.5,y\nfoo,z\n")]);
        Assert.Contains("a is read as text: 'foo' is not a number", output, StringComparison.Ordinal);
        Assert.DoesNotContain("b is read as text", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_are_described_as_times()
    {
        (_, string output, _) = await Run(["data", "describe", "-"], Orders);
        Assert.Contains("2024-01-01", output, StringComparison.Ordinal);
        Assert.Contains("2024-02-03", output, StringComparison.Ordinal);
        Assert.DoesNotContain("E+9", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_read_otherwise_than_it_may_be_meant_is_told_as_text_and_as_data()
    {
        string rows = string.Concat(Enumerable.Range(0, 60).Select(row => $"{(row % 28) + 1}/{(row % 12) + 1}/2020,{(row % 10 == 0 ? 9999 : row % 7)},2024-01-0{(row % 9) + 1}T10:00:00+02:00\n"));
        string table = Write("odd.csv", $"sold,price,seen\n{rows}");
        (_, string output, _) = await Run(["data", "describe", table]);
        using var told = System.Text.Json.JsonDocument.Parse((await Run(["data", "describe", table, "--json"])).Output);
        string[] notes = [.. told.RootElement.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!)];
        Assert.Equal(3, notes.Length);
        Assert.All(notes, note => Assert.Contains($" {note}", output, StringComparison.Ordinal));
        Assert.Contains("timestamp(sold, 'd/M/yyyy')", notes[0], StringComparison.Ordinal);
        Assert.Contains("--missing \"9999\"", notes[1], StringComparison.Ordinal);
        Assert.Contains("offset from UTC", notes[2], StringComparison.Ordinal);
        (_, output, _) = await Run(["data", "with", table, "--set", "sold=timestamp(sold, 'd/M/yyyy')"]);
        Assert.Contains("\n2020-02-02,1,", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_that_would_explode_says_how_to_allow_it()
    {
        string orders = Write("orders.csv", Orders);
        (int code, _, string error) = await Run(["data", "merge", orders, orders, "--how", "cross", "--max-rows", "10"]);
        Assert.Equal(1, code);
        Assert.Contains("'16' rows of '4' and '4', and '10' are allowed; add a key, drop duplicates, or allow more by '--max-rows'.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_tables_are_merged_and_concatenated()
    {
        string orders = Write("orders.csv", Orders), towns = Write("towns.tsv", "name\tcountry\nUlm\tD\nBern\tCH\n"), merged = Path.Combine(_folder, "merged.ndjson");
        (int code, string output, string error) = await Run(["data", "merge", orders, towns, "--left-on", "town", "--right-on", "name", "--how", "left", "--validate", "many-to-one", "-o", merged]);
        Assert.True(code == 0, error);
        Assert.Equal($" 4 rows, 5 columns -> {merged}{Environment.NewLine}", output);
        Assert.Contains("\"country\":\"CH\"", File.ReadAllText(merged), StringComparison.Ordinal);

        (_, output, _) = await Run(["data", "concat", orders, orders]);
        Assert.Equal(9, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        (_, output, _) = await Run(["data", "merge", orders, "-", "--as-of", "date", "--direction", "nearest", "--tolerance", "2D"], "date,holiday\n2024-01-03,Monday\n");
        Assert.Equal("1,Ulm,20,2024-01-01,Monday", output.Split('\n')[1]);
        Assert.Equal("4,,10,2024-02-03,", output.Split('\n')[4]);
    }

    [Fact]
    public async Task A_key_that_occurs_too_often_is_named()
    {
        string orders = Write("orders.csv", Orders);
        (int code, _, string error) = await Run(["data", "merge", orders, orders, "--on", "town", "--validate", "one-to-one"]);
        Assert.Equal(1, code);
        Assert.Contains("'Ulm'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_is_inferred_and_a_table_that_breaks_it_fails()
    {
        string orders = Write("orders.csv", Orders), schema = Path.Combine(_folder, "orders.yaml"), failing = Path.Combine(_folder, "failing.csv");
        Assert.Equal(0, (await Run(["data", "infer-schema", orders, "-o", schema])).Code);
        (int code, string output, string error) = await Run(["data", "validate", orders, "--schema", schema]);
        Assert.True(code == 0, error + output);
        (code, output, _) = await Run(["data", "validate", "-", "--schema", schema, "--failing", failing], Orders.Replace(",35,", ",99999,", StringComparison.Ordinal));
        Assert.Equal(1, code);
        Assert.Contains("data row 2: '99999'", output, StringComparison.Ordinal);
        Assert.StartsWith("id,town,amount,date\n2,Bern,99999", File.ReadAllText(failing), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_goes_into_a_database_and_out_again()
    {
        string orders = Write("orders.csv", Orders), database = $"sqlite:{Path.Combine(_folder, "o.db")}";
        (int code, _, string error) = await Run(["data", "convert", orders, database, "--table", "orders", "--key", "id"]);
        Assert.True(code == 0, error);
        (_, string output, _) = await Run(["data", "convert", database, "-", "--query", "select id, amount from orders where town = 'Ulm' order by id"]);
        Assert.Equal("id,amount\n1,20\n3,\n", output);
        (code, _, error) = await Run(["data", "convert", orders, database, "--table", "orders"]);
        Assert.Equal(1, code);
        Assert.Contains("orders", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_converted_table_keeps_its_lineage()
    {
        string orders = Write("orders.csv", Orders), json = Path.Combine(_folder, "orders.ndjson"), again = Path.Combine(_folder, "again.csv"), database = $"sqlite:{Path.Combine(_folder, "o.db")}";
        Assert.Equal(0, (await Run(["data", "convert", orders, json])).Code);
        Assert.False(File.Exists(json + ".lineage.json"));
        Assert.Equal(0, (await Run(["data", "convert", orders, json, "--lineage"])).Code);
        (_, string output, _) = await Run(["data", "lineage", json]);
        Assert.Contains(orders, output, StringComparison.Ordinal);
        Assert.Contains("convert", output, StringComparison.Ordinal);

        // As with the other verbs, the record goes on by itself.
        Assert.Equal(0, (await Run(["data", "convert", json, again])).Code);
        (_, output, _) = await Run(["data", "lineage", again, "--column", "amount"]);
        Assert.Contains($"amount  of  read {orders}", output, StringComparison.Ordinal);

        Assert.Equal(0, (await Run(["data", "convert", orders, database, "--table", "orders"])).Code);
        Assert.Equal(0, (await Run(["data", "convert", database, again, "--table", "orders", "--lineage"])).Code);
        (_, output, _) = await Run(["data", "lineage", again]);
        Assert.Contains("sqlite", output, StringComparison.OrdinalIgnoreCase);
        (int code, _, string error) = await Run(["data", "convert", orders, database, "--table", "more", "--lineage"]);
        Assert.Equal(2, code);
        Assert.Contains("'--lineage' writes beside a file on this machine.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_is_limited_over_all_chunks()
    {
        string many = Write("many.csv", "k\n" + string.Concat(Enumerable.Repeat("1\n", 140_000))), one = Write("one.csv", "k,v\n1,2\n");
        Assert.Equal(0, (await Run(["data", "merge", many, one, "--on", "k", "--max-rows", "140000"])).Code);
        (int code, _, string error) = await Run(["data", "merge", many, one, "--on", "k", "--max-rows", "139999"]);
        Assert.Equal(1, code);
        Assert.Contains("more than the '139,999' rows that are allowed; add a key, drop duplicates, or allow more by '--max-rows'.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_whose_columns_are_of_different_kinds_are_put_below_each_other_if_they_go_together()
    {
        string whole = Write("whole.csv", "a,b\n1,x\n"), parts = Write("parts.csv", "b,a,c\n,0.5,7\n");
        (int code, string output, string error) = await Run(["data", "concat", whole, parts]);
        Assert.True(code == 0, error);
        Assert.Equal("a,b,c\n1,x,\n0.5,,7\n", output);
        (_, output, _) = await Run(["data", "concat", whole, "-"], "b,a,c\ny,2,7\n");
        Assert.Equal("a,b,c\n1,x,\n2,y,7\n", output);
        (code, _, error) = await Run(["data", "concat", whole, "-"], "a\nword\n");
        Assert.Equal(1, code);
        Assert.Contains("'a' holds 'Integer' and 'Text' in different tables", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filter - --where|amont > 1", 1, "amount")]
    [InlineData("filter - --where|amount >", 1, "expected")]
    [InlineData("sort - --by amont", 1, "amount")]
    [InlineData("group - --by town --aggregate|mean", 1, "m=mean(x)")]
    [InlineData("group - --by town --aggregate|average(amount)", 1, "'average' is not known")]
    [InlineData("outliers - --limits 3,x", 2, "'--limits' is '3,x'")]
    [InlineData("outliers - --method squash", 2, "must be one of trim, cap, winsorise")]
    [InlineData("outliers - --columns amount --by isolation", 1, "Trim them")]
    [InlineData("select -", 2, "Say either '--columns' or '--drop'")]
    [InlineData("merge - -  --on id", 2, "standard input holds one")]
    [InlineData("merge - other.csv", 2, "There is no key")]
    [InlineData("concat -", 2, "Name at least two")]
    [InlineData("convert - sqlite:x.db", 2, "Say '--table'")]
    [InlineData("head - --rows 0", 2, "must be 1 or greater")]
    [InlineData("lineage none.csv", 1, "--lineage")]
    [InlineData("head none.csv", 1, "no such file")]
    [InlineData("head table.xlsx", 1, "tells no format")]
    [InlineData("filer -", 2, "'filer' is not a command. There are describe, head, ")]
    [InlineData("", 2, "A command is wanted: describe, head, ")]
    [InlineData("merge - towns.csv --as-of amount --tolerance 5q", 2, "'--tolerance' is '5q'")]
    [InlineData("validate - --schema none.yaml", 1, "none.yaml: There is no such file.")]
    [InlineData("with - --set|x=amont / 2", 1, "The nearest is 'amount'")]
    [InlineData("with - --set|x=amount / 2|--set|y=z + 1", 1, "The column 'z' is not in the table")]
    [InlineData("melt - --id id", 1, "'town' ('")]
    public async Task What_cannot_be_done_is_said_in_a_sentence(string line, int expected, string part)
    {
        (int code, string output, string error) = await Run(Words(line), Orders);
        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    /// <summary>Splits a line at spaces, but behind the first bar at bars only.</summary>
    private static string[] Words(string line)
    {
        string[] parts = line.Split('|');
        return ["data", .. parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), .. parts[1..]];
    }

    private static async Task<(int Code, string Output, string Error)> Run(string[] args, string input = "")
    {
        using StringWriter output = new() { NewLine = Environment.NewLine }, error = new();
        int code = await CommandLine.RunAsync(args, new Terminal(output, error, isInteractive: false, () => new MemoryStream(Encoding.UTF8.GetBytes(input))));
        return (code, output.ToString(), error.ToString());
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
