namespace EndToEnd.Running;

/// <summary>Represents what a run of the command left: its exit code and what it wrote.</summary>
public sealed record CommandResult(int Code, string Output, string Error)
{
    /// <summary>Gets the lines of standard error that tell of a fault.</summary>
    public string[] Faults => [.. Error.Split('\n').Where(line => line.StartsWith("modelyard: ", StringComparison.Ordinal))];

    /// <summary>Checks that the command did its work.</summary>
    public CommandResult Succeeded()
    {
        Assert.True(Code == 0, $"exit code {Code}\n{Output}\n{Error}");
        return this;
    }

    /// <summary>Checks that the command refused: with this code, these words, in few lines, without the inner life of the program.</summary>
    public void Refused(int code, params string[] words)
    {
        Assert.True(Code == code, $"exit code {Code}\n{Output}\n{Error}");
        Assert.Empty(Output);
        Assert.NotEmpty(Faults);
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
        Assert.InRange(Error.Length, 20, 1000);
        Assert.All((string[])["   at ", "Exception", "System.", "should not have"], inner => Assert.DoesNotContain(inner, Error, StringComparison.Ordinal));
    }
}
