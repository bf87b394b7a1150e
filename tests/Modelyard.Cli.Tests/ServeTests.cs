namespace Modelyard.Cli.Tests;

public sealed class ServeTests
{
    [Theory]
    [InlineData("no url")]
    [InlineData("http://")]
    public async Task A_collector_that_is_no_URL_is_bad_usage(string url)
    {
        (int code, _, string error) = await TestCommand.Run("serve", "churn", "--otlp", url);
        Assert.Equal(2, code);
        Assert.Contains($"'--otlp' is '{url}' and must be a URL of http or https", error, StringComparison.Ordinal);
    }
}
