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
    void Explain(ExplainRequest request);
}
