using System.Text.Json.Nodes;

namespace Modelyard.Server.Tests.Protocol;

public sealed class InferTests
{
    private const string Rows = """
        {"name":"tenure","shape":[2,1],"datatype":"INT64","data":[[70],[null]]},
        {"data":["größer","plus"],"name":"plan of \"use\"","shape":[2],"datatype":"BYTES"},
        {"name":"paperless","shape":[2],"datatype":"BOOL","data":[true,false]},
        {"name":"since","shape":[2],"datatype":"FP64","data":[1622505600,null]}
        """;

    [Fact]
    public async Task One_tensor_a_column_gets_what_the_library_predicts()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/v2/models/churn/infer", $$"""{"id":"a\u0022b","parameters":{"x":1},"inputs":[{{Rows}}]}""");
        Assert.Equal(200, status);
        Assert.Equal("a\"b", (string)answer["id"]!);
        Assert.Equal("churn", (string)answer["model_name"]!);
        JsonNode prediction = answer["outputs"]![0]!;
        JsonNode probability = answer["outputs"]![1]!;
        Assert.Equal(("prediction", "BYTES", "[2]"), ((string)prediction["name"]!, (string)prediction["datatype"]!, prediction["shape"]!.ToJsonString()));
        Assert.Equal(("probability", "FP64", "[2,2]"), ((string)probability["name"]!, (string)probability["datatype"]!, probability["shape"]!.ToJsonString()));
        double[] expected = [.. ServerFixture.ChurnProbabilities(ServerFixture.Churn, 70, 1, 1, 1622505600), .. ServerFixture.ChurnProbabilities(ServerFixture.Churn, double.NaN, 2, 0, double.NaN)];
        Assert.Equal(expected, probability["data"]!.AsArray().Select(value => (double)value!));
        Assert.Equal([expected[1] >= 0.4 ? "yes" : "no", expected[3] >= 0.4 ? "yes" : "no"], prediction["data"]!.AsArray().Select(value => (string)value!));
    }

    [Theory]
    [InlineData("[[1,2,3],[4,5,6]]")]
    [InlineData("[1,2,3,4,5,6]")]
    public async Task One_tensor_may_hold_all_columns(string data)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/v2/models/price/infer", $$"""{"inputs":[{"name":"input","shape":[2,3],"datatype":"FP64","data":{{data}}}]}""");
        Assert.Equal(200, status);
        double[] expected = [ServerFixture.Price.Predictor.PredictNumber([1, 2, 3]), ServerFixture.Price.Predictor.PredictNumber([4, 5, 6])];
        Assert.Equal(expected, answer["outputs"]![0]!["data"]!.AsArray().Select(value => (double)value!));
        Assert.Null(answer["id"]);
    }

    [Fact]
    public async Task Only_the_outputs_that_are_asked_for_come()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (_, JsonNode answer) = await server.PostAsync("/v2/models/churn/infer", $$"""{"inputs":[{{Rows}}],"outputs":[{"name":"probability"}]}""");
        Assert.Equal("probability", (string)Assert.Single(answer["outputs"]!.AsArray())!["name"]!);
        (int status, _) = await server.PostAsync("/v2/models/price/infer", """{"inputs":[{"name":"i","shape":[1,3],"datatype":"FP64","data":[1,2,3]}],"outputs":[{"name":"probability"}]}""");
        Assert.Equal(400, status);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"inputs":[]}""")]
    [InlineData("""{"inputs":[1]}""")]
    [InlineData("""{"id":7,"inputs":[]}""")]
    [InlineData("""{"inputs":[{"name":"i","shape":[1,3],"datatype":"FP64"}]}""")]
    [InlineData("""{"inputs":[{"name":"i","shape":[1,3],"datatype":"FP8","data":[1,2,3]}]}""")]
    [InlineData("""{"inputs":[{"name":"i","shape":[-1,3],"datatype":"FP64","data":[1,2,3]}]}""")]
    [InlineData("""{"inputs":[{"name":"i","shape":[2147483647,3],"datatype":"FP64","data":[1,2,3]}]}""")]
    [InlineData("""{"inputs":[{"name":"i","shape":[1,3],"datatype":"FP64","data":[1,2]}]}""")]
    [InlineData("""{"inputs":[{"name":"i","shape":[1,3],"datatype":"FP64","data":["1","2","3"]}]}""")]
    [InlineData("""{"inputs":[{"name":"i","shape":[1,3],"datatype":"FP64","data":[1,2,{"a":3}]}]}""")]
    [InlineData("""{"inputs":[{"name":"i","shape":[1,3],"datatype":"FP64","data":[1,2,1e999]}]}""")]
    [InlineData("""{"inputs":[{"name":"i","shape":[1,3],"datatype":"INT32","data":[1,2,1.5]}]}""")]
    [InlineData("""{"inputs":[{"name":"i","shape":[1,3],"datatype":"FP64","data":[1,2,3]}],"outputs":[{}]}""")]
    [InlineData("""{"inputs":[{"name":"i","shape":[1,3],"datatype":"FP64","data":[1,2,3]}],"outputs":[{"name":"other"}]}""")]
    [InlineData("""{"inputs":[{"name":"x0","shape":[1],"datatype":"FP64","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"x0","shape":[1],"datatype":"FP64","data":[1]},{"name":"x1","shape":[2],"datatype":"FP64","data":[1,2]},{"name":"x2","shape":[1],"datatype":"FP64","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"x0","shape":[1],"datatype":"FP64","data":[1,1,1]},{"name":"x1","shape":[1],"datatype":"FP64","data":[1]},{"name":"x2","shape":[1],"datatype":"FP64","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"x0","shape":[90000],"datatype":"FP64","data":[1]},{"name":"x1","shape":[1],"datatype":"FP64","data":[1]},{"name":"x2","shape":[1],"datatype":"FP64","data":[1]}]}""")]
    public async Task A_malformed_request_is_the_callers_fault(string body)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        (int status, JsonNode answer) = await server.PostAsync("/v2/models/price/infer", body);
        Assert.True(status is 400 or 413, $"{status}");
        Assert.NotEmpty(answer["errors"]!.AsArray());
        Assert.Equal((string)answer["detail"]!, (string)answer["error"]!);
    }
}
