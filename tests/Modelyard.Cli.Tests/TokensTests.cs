using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;

namespace Modelyard.Cli.Tests;

public sealed class TokensTests : IDisposable
{
    private readonly string _yard = Directory.CreateTempSubdirectory("modelyard-tokens-").FullName;

    public TokensTests() => Lifecycle.Yard.Open(_yard).Dispose();

    public void Dispose() => Directory.Delete(_yard, recursive: true);

    [Fact]
    public async Task The_text_of_a_token_is_shown_when_it_is_given_and_never_again()
    {
        (int code, string output, _) = await Run("add", "checkout", "--scope", "predict", "--models", "churn,fraud-*", "--expires", "90d");
        Assert.Equal(0, code);
        string text = output.Split('\n').Single(line => line.StartsWith(" token ", StringComparison.Ordinal))[9..].Trim();
        Assert.Matches("^my_[0-9a-f]{84}$", text);
        Assert.Contains("operator, scope predict, models churn, fraud-*, until", output, StringComparison.Ordinal);
        foreach (string[] args in new string[][] { ["list"], ["list", "--json"] })
        {
            (_, string listed, _) = await Run(args);
            Assert.Contains("checkout", listed, StringComparison.Ordinal);
            Assert.DoesNotContain(text[15..79], listed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task JSON_says_what_was_given_and_what_is_kept()
    {
        (_, string output, _) = await Run("add", "boss", "--role", "admin", "--json");
        using var given = JsonDocument.Parse(output);
        Assert.Equal("admin", given.RootElement.GetProperty("role").GetString());
        Assert.Equal(JsonValueKind.Null, given.RootElement.GetProperty("expires").ValueKind);
        Assert.StartsWith("my_" + given.RootElement.GetProperty("id").GetString(), given.RootElement.GetProperty("token").GetString(), StringComparison.Ordinal);
        await Run("revoke", "boss");
        (_, string listed, _) = await Run("list", "--json");
        using var kept = JsonDocument.Parse(listed);
        JsonElement token = Assert.Single(kept.RootElement.GetProperty("tokens").EnumerateArray());
        Assert.Equal(JsonValueKind.String, token.GetProperty("revoked").ValueKind);
        Assert.False(token.TryGetProperty("token", out _));
    }

    [Theory]
    [InlineData("viewer", "all", "x", "--scope", "pages,metrics")]
    [InlineData("operator", "predict, log", "x", "--scope", "predict,log")]
    [InlineData("viewer", "all", "x")]
    [InlineData("operator", "all", "x", "--role", "operator")]
    public async Task A_token_is_of_the_least_role_that_its_scope_needs(string role, string scopes, params string[] args)
    {
        (_, string output, _) = await Run(["add", .. args]);
        Assert.Contains($"{role}, scope {(args.Contains("pages,metrics") ? "metrics, pages" : scopes)},", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "'--scope' is 'everything' and must be of predict, log, metrics, pages, or all.", "add", "x", "--scope", "everything")]
    [InlineData(2, "'--role' is 'king' and must be one of viewer, operator, admin.", "add", "x", "--role", "king")]
    [InlineData(2, "'--expires' is 'soon' and must be a time", "add", "x", "--expires", "soon")]
    [InlineData(1, "which is over", "add", "x", "--expires", "0")]
    [InlineData(1, "may not predict or label", "add", "x", "--role", "viewer", "--scope", "predict")]
    [InlineData(1, "must be of the letters a to z", "add", "X Y")]
    [InlineData(1, "There is no token 'nobody'", "revoke", "nobody")]
    public async Task What_cannot_be_is_told(int expected, string words, params string[] args)
    {
        (int code, _, string error) = await Run(args);
        Assert.Equal(expected, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "'--rate' is '0' and must be a number above 0.", "--rate", "0")]
    [InlineData(1, "The name 'http://x' is none by which a server is asked", "--allow-host", "http://x")]
    [InlineData(1, "The token is taken from the environment variable 'MODELYARD_NO_SUCH', which is not set.", "--token", "env:MODELYARD_NO_SUCH")]
    [InlineData(1, "there is no token. Make one with 'modelyard tokens add NAME'", "--host", "*")]
    [InlineData(1, "must have 16 or more where others can reach the server", "--host", "*", "--token", "short")]
    [InlineData(1, "cannot be used", "--tls-certificate", "nowhere.pem")]
    public async Task A_server_that_would_not_be_safe_does_not_start(int expected, string words, params string[] args)
    {
        string model = Path.Combine(_yard, "x.model");
        IPredictiveModel fitted = new Ridge().Fit(Dataset.ForRegression(new Matrix(3, 1), [1, 2, 3]), new FitContext());
        ModelFile.Write(new ModelPackage { Name = "x", Estimator = "Ridge", Predictor = new Predictor(fitted, "y") }, model);
        (int code, _, string error) = await TestCommand.Run(["serve", model, "--port", "0", "--yard", _yard, .. args]);
        Assert.Equal(expected, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("short'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_a_webhook_is_shown_by_its_host_alone()
    {
        (_, string added, _) = await TestCommand.Run("alarms", "channel", "add", "ops", "--slack", "https://hooks.slack.com/services/T0/B0/planted", "--yard", _yard);
        (_, string listed, _) = await TestCommand.Run("alarms", "channel", "list", "--yard", _yard);
        (_, string json, _) = await TestCommand.Run("alarms", "channel", "list", "--json", "--yard", _yard);
        Assert.All(new[] { added, listed, json }, text =>
        {
            Assert.Contains("https://hooks.slack.com/...", text, StringComparison.Ordinal);
            Assert.DoesNotContain("planted", text, StringComparison.Ordinal);
        });
        await TestCommand.Run("alarms", "channel", "add", "ops", "--slack", "env:SLACK_HOOK", "--yard", _yard);
        (_, string named, _) = await TestCommand.Run("alarms", "channel", "list", "--yard", _yard);
        Assert.Contains("env:SLACK_HOOK", named, StringComparison.Ordinal);
        (int code, _, string error) = await TestCommand.Run("alarms", "channel", "test", "ops", "--yard", _yard);
        Assert.Equal(1, code);
        Assert.Contains("The address of the channel 'ops' is taken from the environment variable 'SLACK_HOOK', which is not set.", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> Run(params string[] args) => TestCommand.Run(["tokens", .. args, "--yard", _yard]);
}
