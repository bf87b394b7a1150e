using System.Text.Json.Nodes;

namespace Modelyard.Server.Tests.Protocol;

public sealed class InvocationTests
{
    private const string Moment = "2021-06-01T00:00:00";
    private const double Seconds = 1622505600;

    [Theory]
    [InlineData("""{"dataframe_records":[{"tenure":70,"plan of \"use\"":"größer","paperless":true,"since":"2021-06-01T00:00:00","more":[{}]}],"params":{"probabilities":true}}""")]
    [InlineData("""{"params":{"probabilities":true},"dataframe_split":{"data":[["2021-06-01T00:00:00","x",true,70,"gr\u00f6\u00dfer"]],"index":[0],"columns":["since","other","paperless","tenure","plan of \"use\""]}}""")]
    [InlineData("""{"instances":[[70,"größer",true,"2021-06-01T00:00:00"]],"params":{"probabilities":true}}""")]
    [InlineData("""{"instances":[{"since":"2021-06-01T00:00:00","tenure":7e1,"plan of \"use\"":"größer","paperless":1}],"params":{"probabilities":true}}""")]
    [InlineData("""{"inputs":{"since":["2021-06-01T00:00:00"],"tenure":[[70]],"plan of \"use\"":"größer","paperless":[true]},"params":{"probabilities":true}}""")]
    public async Task Every_layout_of_a_row_gets_what_the_library_predicts(string body)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/invocations", body);
        Assert.Equal(200, status);
        double[] expected = ServerFixture.ChurnProbabilities(ServerFixture.Churn, 70, 1, 1, Seconds);
        Assert.Equal(expected, answer["probabilities"]![0]!.AsArray().Select(value => (double)value!));
        Assert.Equal(expected[1] >= 0.4 ? "yes" : "no", (string)answer["predictions"]![0]!);
        Assert.Equal(["no", "yes"], answer["classes"]!.AsArray().Select(value => (string)value!));
    }

    [Fact]
    public async Task Many_rows_and_CSV_get_what_single_rows_get()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        string rows = string.Join(",", Enumerable.Range(0, 3000).Select(i => $"[{i % 13},{i % 7},null]"));
        (_, JsonNode many) = await server.PostAsync("/invocations?model=price", $$"""{"instances":[{{rows}}]}""");
        (_, JsonNode csv) = await server.PostAsync(
            "/invocations?model=price", "x1,x0,x2\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i % 7},{i % 13},\n")), "text/csv; charset=utf-8");
        double[] expected = [.. Enumerable.Range(0, 3000).Select(i => ServerFixture.Price.Predictor.PredictNumber([i % 13, i % 7, double.NaN]))];
        Assert.Equal(expected, many["predictions"]!.AsArray().Select(value => (double)value!));
        Assert.Equal(expected, csv["predictions"]!.AsArray().Select(value => (double)value!));
    }

    [Fact]
    public async Task Without_being_asked_the_answer_has_predictions_only()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (_, JsonNode answer) = await server.PostAsync("/invocations", $$"""{"instances":[[null,null,null,null],[1,"never seen",false,"{{Moment}}"]]}""");
        Assert.Equal(["predictions"], answer.AsObject().Select(member => member.Key));
        Assert.Equal(2, answer["predictions"]!.AsArray().Count);
        (_, JsonNode empty) = await server.PostAsync("/invocations", """{"dataframe_records":[]}""");
        Assert.Empty(empty["predictions"]!.AsArray());
    }

    [Fact]
    public async Task All_absent_columns_are_named()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/invocations", """{"dataframe_split":{"columns":["tenure"],"data":[[1]]}}""");
        Assert.Equal(400, status);
        Assert.Equal(["plan of \"use\"", "paperless", "since"], answer["errors"]!.AsArray().Select(error => (string)error!["input"]!));
        Assert.All(answer["errors"]!.AsArray(), error => Assert.Equal("missing_column", (string)error!["code"]!));
    }

    [Fact]
    public async Task Every_wrong_value_is_reported_with_its_place()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/invocations", """{"instances":[["seventy","plus",true,null],[1,"plus",2,"soon"],[{},[],null,null]]}""");
        Assert.Equal(400, status);
        Assert.Equal(
            ["$.instances[0][0]", "$.instances[1][2]", "$.instances[1][3]", "$.instances[2][0]", "$.instances[2][1]"],
            answer["errors"]!.AsArray().Select(error => (string)error!["path"]!));
        Assert.Equal("'seventy'", (string)answer["errors"]![0]!["input"]!);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("{}", 400)]
    [InlineData("null", 400)]
    [InlineData("""{"instances":[[1,"plus",true,null]]""", 400)]
    [InlineData("""{"instances":[[1,"plus",true,null]]}}""", 400)]
    [InlineData("""{"instances":[[1,"plus",true,null]],"inputs":[]}""", 400)]
    [InlineData("""{"instances":[[1,"\ud800",true,null]]}""", 400)]
    [InlineData("""{"instances":[[1,"plus",true]]}""", 400)]
    [InlineData("""{"instances":[[1e999,"plus",true,null]]}""", 400)]
    [InlineData("""{"instances":[[1,"plus",true,null]],"params":[true]}""", 400)]
    [InlineData("""{"instances":3}""", 400)]
    [InlineData("""{"instances":[3]}""", 400)]
    [InlineData("""{"dataframe_split":{"data":[[1]]}}""", 400)]
    [InlineData("""{"dataframe_split":{"columns":[1],"data":[[1]]}}""", 400)]
    [InlineData("""{"inputs":{"tenure":[1,2],"plan of \"use\"":["plus"],"paperless":[true,true],"since":[null,null]}}""", 400)]
    [InlineData("""{"dataframe_records":[{"tenure":1,"tenure":2,"plan of \"use\"":"plus","paperless":true,"since":null}]}""", 400)]
    public async Task A_malformed_body_is_the_callers_fault_and_the_server_goes_on(string body, int expected)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/invocations", body);
        Assert.Equal(expected, status);
        Assert.NotEmpty(answer["errors"]!.AsArray());
        (status, _) = await server.PostAsync("/invocations", """{"instances":[[1,"plus",true,null]]}""");
        Assert.Equal(200, status);
    }

    [Theory]
    [InlineData("{\"instances\":\n [[NaN,1]]}", "line 2, byte 4", "malformed_json", "NaN,1]]}", "give null")]
    [InlineData("{\"instances\":[[-Infinity]]}", "line 1, byte 17", "malformed_json", "Infinity]]}", "give null")]
    [InlineData("{\"instances\":[[1,]]}", "line 1, byte 18", "malformed_json", "]]}", "A comma must be followed")]
    [InlineData("{\"instances\":[[1,2]", "line 1, byte 20", "malformed_json", null, "It ends before")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[", "line 1, byte 29", "nested_too_deeply", "[[[[[", "deeply")]
    public async Task What_is_not_JSON_is_told_with_its_place_and_how_to_mend_it(string body, string path, string code, string? input, string advice)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/invocations", body.StartsWith("[[", StringComparison.Ordinal) ? $"{{\"instances\":{body}" : body);
        Assert.Equal(400, status);
        JsonNode error = Assert.Single(answer["errors"]!.AsArray())!;
        Assert.Equal((path, code, input), ((string)error["path"]!, (string)error["code"]!, (string?)error["input"]));
        Assert.Contains(advice, (string)error["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        Assert.Equal(200, (await server.PostAsync("/invocations", "\uFEFF{\"instances\":[[1,\"plus\",true,null]]}")).Status);
        Assert.Equal(200, (await server.PostAsync("/invocations?model=price", "\uFEFFx0,x1,x2\n1,2,3\n", "text/csv")).Status);
    }

    [Fact]
    public async Task Deep_large_and_foreign_bodies_are_refused()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { MaxBodyBytes = 100_000, MaxRows = 100 });
        Assert.Equal(400, (await server.PostAsync("/invocations", "{\"instances\":" + new string('[', 20_000))).Status);
        Assert.Equal(413, (await server.PostAsync("/invocations", new string(' ', 100_001))).Status);
        Assert.Equal(413, (await server.PostAsync("/invocations?model=price", $"{{\"instances\":[{string.Join(',', Enumerable.Repeat("[1,2,3]", 101))}]}}")).Status);
        Assert.Equal(415, (await server.PostAsync("/invocations", "{}", "application/x-www-form-urlencoded")).Status);
        Assert.Equal(415, (await server.PostAsync("/invocations", "{}", "application/json; charset=utf-16")).Status);
        Assert.Equal(404, (await server.PostAsync("/invocations?model=nothing", "{}")).Status);
        Assert.Equal(400, (await server.PostAsync("/invocations?model=price", "x0,x1\n1,2\n", "text/csv")).Status);
        Assert.Equal(400, (await server.PostAsync("/invocations?model=price", "x0,x1,x2\n1,two,3\n", "text/csv")).Status);
        Assert.Equal(400, (await server.PostAsync("/invocations?model=price", "x0,x1,x2\n1,2\n", "text/csv")).Status);
        Assert.Equal(200, (await server.PostAsync("/invocations?model=price", "x0,x1,x2\n1,2,3\n", "text/csv")).Status);
    }
}
