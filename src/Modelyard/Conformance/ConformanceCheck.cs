namespace Modelyard.Conformance;

/// <summary>Represents one promise of the contract, ready to be put to the test.</summary>
public sealed class ConformanceCheck
{
    private readonly Action _run;

    internal ConformanceCheck(string name, Action run)
    {
        Name = name;
        _run = run;
    }

    /// <summary>Gets the name: a sentence about what must hold.</summary>
    public string Name { get; }

    /// <summary>Puts the promise to the test.</summary>
    /// <exception cref="ConformanceException">The learner breaks it; the message says how.</exception>
    public void Run()
    {
        try
        {
            _run();
        }
        catch (Exception exception) when (exception is not ConformanceException)
        {
            throw new ConformanceException($"{Name}: {exception.GetType().Name}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
