using System.CommandLine;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Defines a way to explain a model.</summary>
internal interface IExplainMethod
{
    /// <summary>Gets the word that chooses the method.</summary>
    string Name { get; }

    /// <summary>Gets the options that the method has besides those of all; one that other methods have too is the same object.</summary>
    IReadOnlyList<Option> Options => [];

    /// <summary>Explains what is asked for.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="parsed">What the method's own options were given.</param>
    void Explain(ExplainRequest request, ParseResult parsed);
}
