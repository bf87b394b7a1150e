using System.Net;
using System.Net.Http.Headers;

namespace Modelyard.Server.Tests.Hosting;

public sealed class TokenTests
{
    [Theory]
    [InlineData("0.0.0.0", null)]
    [InlineData("*", null)]
    [InlineData("::", null)]
    [InlineData("*", " ")]
    [InlineData("no such host", "token")]
    public void An_address_that_others_reach_needs_a_token(string host, string? token) =>
        Assert.Throws<ModelyardException>(() => ModelServer.Build(new ModelServerOptions { Models = ["none"], Host = host, Token = token }));

    [Fact]
    public async Task Only_the_token_opens_the_routes_and_probes_are_open()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => options with { Token = "correct horse" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/v2")).StatusCode);
        Assert.Equal(401, (await server.PostAsync("/invocations", "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/v2/health/ready")).StatusCode);
        foreach ((string token, HttpStatusCode expected) in new[] { ("correct hors", HttpStatusCode.Unauthorized), ("Correct horse", HttpStatusCode.Unauthorized), ("correct horse", HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/models/churn");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using HttpResponseMessage answer = await server.Client.SendAsync(request);
            Assert.Equal(expected, answer.StatusCode);
        }
    }
}
