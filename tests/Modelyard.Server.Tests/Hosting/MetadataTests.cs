using System.Net;
using System.Text.Json.Nodes;

namespace Modelyard.Server.Tests.Hosting;

public sealed class MetadataTests
{
    [Fact]
    public async Task The_server_tells_of_itself_and_its_models()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        Assert.Equal("modelyard", (string)(await server.GetAsync("/v2"))["name"]!);
        Assert.True((bool)(await server.GetAsync("/v2/health/live"))["live"]!);
        Assert.True((bool)(await server.GetAsync("/v2/health/ready"))["ready"]!);
        Assert.True((bool)(await server.GetAsync("/v2/models/churn/ready"))["ready"]!);
        Assert.Equal(["churn", "price"], (await server.GetAsync("/v2/models"))["models"]!.AsArray().Select(name => (string)name!));
        JsonNode model = await server.GetAsync("/v2/models/churn");
        Assert.Equal(["FP64", "BYTES", "BOOL", "BYTES"], model["inputs"]!.AsArray().Select(input => (string)input!["datatype"]!));
        Assert.Equal(["prediction", "probability"], model["outputs"]!.AsArray().Select(output => (string)output!["name"]!));
        string version = (string)model["versions"]![0]!;
        Assert.Equal("churn", (string)(await server.GetAsync($"/v2/models/churn/versions/{version}"))["name"]!);
        Assert.Equal("\n", await server.Client.GetStringAsync("/ping"));
        Assert.NotEmpty(await server.Client.GetStringAsync("/version"));
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/v2/models/nothing", 404)]
    [InlineData("GET", "/v2/models/churn/versions/0", 404)]
    [InlineData("GET", "/invocations", 405)]
    [InlineData("DELETE", "/v2/models/churn", 405)]
    [InlineData("POST", "/ping", 405)]
    public async Task What_is_not_there_is_a_problem_document(string method, string path, int expected)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        using HttpResponseMessage answer = await server.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode)expected, answer.StatusCode);
        JsonNode problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(expected, (int)problem["status"]!);
        Assert.NotEmpty((string)problem["detail"]!);
        Assert.NotEmpty((string)Assert.Single(problem["errors"]!.AsArray())!["input"]!);
    }

    [Fact]
    public async Task The_OpenAPI_document_describes_every_route_and_its_references_resolve()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        JsonNode document = await server.GetAsync("/openapi/v1.json");
        Assert.Contains("/invocations", document["paths"]!.AsObject().Select(path => path.Key));
        Assert.Contains("/v2/models/price/infer", document["paths"]!.AsObject().Select(path => path.Key));
        string text = document.ToJsonString();
        string[] references = [.. text.Split("\"$ref\":\"#/components/schemas/").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)])];
        Assert.NotEmpty(references);
        Assert.All(references, name => Assert.NotNull(document["components"]!["schemas"]![name]));

        Assert.Equal("bearer", (string)document["components"]!["securitySchemes"]!["token"]!["scheme"]!);
        Assert.Empty(document["paths"]!["/ping"]!["get"]!["security"]!.AsArray());

        // The example of each row is a row the model takes.
        string example = document["components"]!["schemas"]!["Row1"]!["example"]!.ToJsonString();
        Assert.Equal(200, (await server.PostAsync("/invocations", $$"""{"dataframe_records":[{{example}}]}""")).Status);
    }

    [Fact]
    public async Task The_home_page_lists_the_models_with_an_escaped_example()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        string page = await server.Client.GetStringAsync("/");
        Assert.Contains("<h2>churn</h2>", page, StringComparison.Ordinal);
        Assert.Contains("plan of \\&quot;use\\&quot;", page, StringComparison.Ordinal);
    }
}
