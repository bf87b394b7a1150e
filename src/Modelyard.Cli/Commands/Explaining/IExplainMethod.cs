namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Defines a way to explain a model.</summary>
internal interface IExplainMethod
{
    /// <summary>Gets the word that chooses the method.</summary>
    string Name { get; }

    /// <summary>Explains what is asked for.</summary>
    void Explain(ExplainRequest request);
}
