using Modelyard.Lifecycle.Secrets;

namespace Modelyard.Lifecycle.Tests.Secrets;

public sealed class SecretTextTests : TestYard
{
    [Fact]
    public void A_secret_is_read_from_a_variable_or_a_file_or_is_the_text()
    {
        File.WriteAllText(PathOf("secret"), "hidden value\r\n");
        Environment.SetEnvironmentVariable("MODELYARD_TEST_SECRET", "of a variable");
        Assert.Equal("of a variable", SecretText.Read("The token", "env:MODELYARD_TEST_SECRET"));
        Assert.Equal("hidden value", SecretText.Read("The token", "file:" + PathOf("secret")));
        Assert.Equal("plain", SecretText.Read("The token", "plain"));
    }

    [Fact]
    public void A_place_without_a_secret_is_named()
    {
        File.WriteAllText(PathOf("empty"), "\n");
        File.WriteAllText(PathOf("large"), new string('x', 100_000));
        Assert.Equal("The token is taken from the environment variable 'MODELYARD_NO_SUCH', which is not set.", Assert.Throws<YardException>(() => SecretText.Read("The token", "env:MODELYARD_NO_SUCH")).Message);
        Assert.Contains("which is empty", Assert.Throws<YardException>(() => SecretText.Read("The token", "file:" + PathOf("empty"))).Message, StringComparison.Ordinal);
        Assert.Contains("at most 65536", Assert.Throws<YardException>(() => SecretText.Read("The token", "file:" + PathOf("large"))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<YardException>(() => SecretText.Read("The token", "file:" + PathOf("none"))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<YardException>(() => SecretText.Read("The token", "file:")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("modelyard data convert postgres://me:pa55%2Fword@db:5432/x out.csv", "modelyard data convert postgres://me:***@db:5432/x out.csv")]
    [InlineData("modelyard data convert 'mysql://me:pa$$@db/x' out.csv", "modelyard data convert 'mysql://me:***@db/x' out.csv")]
    [InlineData("modelyard serve churn --token 'two words' --port 1", "modelyard serve churn --token *** --port 1")]
    [InlineData("modelyard serve churn --token=abc", "modelyard serve churn --token=***")]
    [InlineData("modelyard serve churn --token env:SERVER_TOKEN", "modelyard serve churn --token env:SERVER_TOKEN")]
    [InlineData("modelyard alarms channel add x --slack https://hooks.slack.com/services/T0/B0/zzz", "modelyard alarms channel add x --slack ***")]
    [InlineData("modelyard train data.csv --target mail@example.com:x", "modelyard train data.csv --target mail@example.com:x")]
    [InlineData("modelyard train https://example.com:8080/data@2.csv", "modelyard train https://example.com:8080/data@2.csv")]
    public void Secrets_are_taken_out_of_a_command_line_and_nothing_else_is(string typed, string shown) => Assert.Equal(shown, SecretText.Masked(typed));

    [Fact]
    public void A_run_keeps_no_secret_of_its_command_line()
    {
        RunLog run = Yard.Runs.Start(new RunStart { Name = "x", CommandLine = "modelyard train postgres://me:pa55word@db/x", Data = new RunData("postgres://me:pa55word@db/x", null, null) });
        Assert.Equal("modelyard train postgres://me:***@db/x", Yard.Runs.Get(run.Id).CommandLine);
        Assert.Equal("postgres://me:***@db/x", Yard.Runs.Get(run.Id).Data!.Path);
    }
}
