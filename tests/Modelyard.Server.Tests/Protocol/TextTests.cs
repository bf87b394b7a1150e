using System.Text.Json;
using System.Text.Json.Nodes;
using Modelyard.Bayes;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Server.Models;

namespace Modelyard.Server.Tests.Protocol;

public sealed class TextTests
{
    private static readonly ModelPackage Mail = MakeMail();
    private static readonly string[] Bodies = ["Buy cheap money now", "the Meeting \"tomorrow\"\nat ten", "", "nothing of this is known", "money money meeting"];

    public static TheoryData<string> Layouts => [.. new[] { "split", "records", "instances", "columns", "tensors", "csv" }];

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Texts_are_answered_as_the_library_does_in_every_layout(string layout)
    {
        await using ServerFixture server = await StartAsync();
        double[] expected = Expected(Bodies);
        (int status, JsonNode answer) = layout switch
        {
            "split" => await Ask(server, new { dataframe_split = new { columns = new[] { "size", "title", "body" }, data = Bodies.Select(body => new object?[] { 3, TitleOf(body), body }) } }),
            "records" => await Ask(server, new { dataframe_records = Bodies.Select(body => new { more = 1, body, title = TitleOf(body), size = 3 }) }),
            "instances" => await Ask(server, new { instances = Bodies.Select(body => new object?[] { body, 3, TitleOf(body) }) }),
            "columns" => await Ask(server, new { inputs = new { size = Bodies.Select(_ => 3), body = Bodies, title = Bodies.Select(TitleOf) } }),
            "csv" => await server.PostAsync(
                "/invocations", "size,body,title\n" + string.Concat(Bodies.Select(body => $"3,\"{body.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{TitleOf(body)}\n")), "text/csv"),
            _ => await server.PostAsync("/v2/models/mail/infer", JsonSerializer.Serialize(new
            {
                inputs = new object[]
                {
                    new { name = "size", shape = new[] { Bodies.Length }, datatype = "INT64", data = Bodies.Select(_ => 3) },
                    new { name = "body", shape = new[] { Bodies.Length }, datatype = "BYTES", data = Bodies },
                    new { name = "title", shape = new[] { Bodies.Length }, datatype = "BYTES", data = Bodies.Select(TitleOf) },
                },
                outputs = new[] { new { name = "probability" } },
            })),
        };
        Assert.True(status == 200, answer.ToJsonString());
        if (layout == "csv")
        {
            Assert.Equal(expected.Select(ham => ham >= 0.5 ? "ham" : "spam"), answer["predictions"]!.AsArray().Select(value => (string)value!));
            return;
        }

        double[] found = layout == "tensors"
            ? [.. answer["outputs"]![0]!["data"]!.AsArray().Select(value => (double)value!).Where((_, i) => i % 2 == 0)]
            : [.. answer["probabilities"]!.AsArray().Select(row => (double)row![0]!)];
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("true")]
    [InlineData("[\"a\"]")]
    [InlineData("{\"text\":\"a\"}")]
    public async Task What_is_no_text_is_refused_and_the_place_is_named(string value)
    {
        await using ServerFixture server = await StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/invocations", $$"""{"dataframe_records":[{"size":1,"title":null,"body":{{value}}}]}""");
        Assert.Equal(400, status);
        Assert.Equal("$.dataframe_records[0].body", (string)answer["errors"]![0]!["path"]!);
        Assert.Contains("'body' must be a text or null", (string)answer["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_of_megabytes_a_null_and_odd_characters_are_answered()
    {
        await using ServerFixture server = await StartAsync();
        string[] odd = [string.Concat(Enumerable.Repeat("cheap \u0001\uFFFD money 😀 ", 100_000)), new string('x', 1_000_000), "\u0000\u0007", "CHEAP"];
        (int status, JsonNode answer) = await Ask(server, new { instances = odd.Select(body => new object?[] { body, 3, TitleOf(body) }).Append([null, 3, TitleOf(null)]) });
        Assert.True(status == 200, answer.ToJsonString());
        Assert.Equal(Expected([.. odd, null]), answer["probabilities"]!.AsArray().Select(row => (double)row![0]!));

        (status, answer) = await server.PostAsync("/invocations", """{"instances":[["half \ud800 pair",3,"a"]]}""");
        Assert.Equal(400, status);
        Assert.Equal("invalid_text", (string)answer["errors"]![0]!["code"]!);
    }

    [Fact]
    public async Task More_rows_than_one_block_are_answered_in_their_order()
    {
        await using ServerFixture server = await StartAsync();
        string[] many = [.. Enumerable.Range(0, 1000).Select(row => string.Join(' ', Enumerable.Repeat(row % 3 == 0 ? "cheap" : "meeting", 1 + (row % 7))))];
        (int status, JsonNode answer) = await Ask(server, new { inputs = new { body = many, size = many.Select(_ => 3), title = many.Select(TitleOf) } });
        Assert.Equal(200, status);
        Assert.Equal(Expected(many), answer["probabilities"]!.AsArray().Select(row => (double)row![0]!));
    }

    [Fact]
    public async Task A_text_is_a_string_to_those_who_ask_what_the_model_reads()
    {
        await using ServerFixture server = await StartAsync();
        JsonNode model = await server.GetAsync("/v2/models/mail");
        Assert.Equal(["body BYTES", "size FP64", "title BYTES"], model["inputs"]!.AsArray().Select(input => $"{(string)input!["name"]!} {(string)input["datatype"]!}"));
        JsonNode row = (await server.GetAsync("/openapi/v1.json"))["components"]!["schemas"]!.AsObject().First(schema => schema.Value!["example"] is not null).Value!;
        Assert.Equal("string", (string)row["properties"]!["body"]!["type"]![0]!);
        Assert.Equal(3, row["properties"]!.AsObject().Count);
        (int status, JsonNode answer) = await server.PostAsync("/invocations", new JsonObject { ["dataframe_records"] = new JsonArray(row["example"]!.DeepClone()) }.ToJsonString());
        Assert.True(status == 200, answer.ToJsonString());
    }

    private static string TitleOf(string? body) => body is { Length: > 3 } ? $"cheap title {body.Length % 3}" : "tomorrow";

    private static Task<ServerFixture> StartAsync() => ServerFixture.StartAsync(options => options with { Models = ["mail"], Source = new OneModel(Mail) });

    private static Task<(int Status, JsonNode Body)> Ask(ServerFixture server, object body)
    {
        JsonObject json = JsonSerializer.SerializeToNode(body)!.AsObject();
        json["params"] = new JsonObject { ["probabilities"] = true };
        return server.PostAsync("/invocations", json.ToJsonString());
    }

    private static double[] Expected(string?[] bodies)
    {
        Frame frame = Frame.Of(new TextColumn("body", bodies.Select(body => body is "" ? null : body)), new DoubleColumn("size", [.. bodies.Select(_ => 3.0)]), new TextColumn("title", bodies.Select(TitleOf)));
        var probabilities = new Matrix(bodies.Length, 2);
        ((IClassificationModel)Mail.Predictor.Model).PredictProbability(new RowEncoder(Mail.Predictor.Inputs).EncodeSparse(frame), probabilities);
        return [.. Enumerable.Range(0, bodies.Length).Select(row => probabilities[row, 0])];
    }

    private static ModelPackage MakeMail()
    {
        string[] words = ["cheap", "money", "meeting", "tomorrow"];
        string[] bodies = [.. Enumerable.Range(0, 80).Select(row => $"{words[row % 4]} {words[(row / 4) % 2 + (row % 4 / 2 * 2)]} and word{row % 9}")];
        Frame frame = Frame.Of(
            new TextColumn("body", bodies), new DoubleColumn("size", [.. Enumerable.Range(0, 80).Select(row => row % 5.0)]),
            new TextColumn("title", Enumerable.Range(0, 80).Select(row => $"{words[(row * 7) % 4]} title")),
            CategoryColumn.From("label", [.. Enumerable.Range(0, 80).Select(row => row % 4 < 2 ? "spam" : "ham")]));
        var plan = TablePlan.Learn(frame, "label", texts: ["body", "title"]);
        Dataset data = TargetPlan.Learn(frame, "label").Encode(frame, new RowEncoder(plan.Inputs));
        var learner = new MultinomialNaiveBayes();
        IPredictiveModel model = new Pipeline(PreparationPlan.For(data, learner.Traits).Steps, learner).FitModel(data, FitContext.Default);
        return new ModelPackage { Name = "mail", Estimator = "MultinomialNaiveBayes", Predictor = new Predictor(model, "label") };
    }
}
