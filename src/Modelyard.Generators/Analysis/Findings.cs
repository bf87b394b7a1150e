using Microsoft.CodeAnalysis;
using Modelyard.Generators.Models;

namespace Modelyard.Generators.Analysis;

/// <summary>Gathers what is told to the author of a record.</summary>
internal sealed class Findings
{
    private readonly List<DiagnosticModel> _diagnostics = [];

    public bool HasError { get; private set; }

    public IEnumerable<DiagnosticModel> Diagnostics => _diagnostics;

    public void Tell(DiagnosticDescriptor rule, ISymbol about, params string[] arguments) => Tell(rule, about.Locations.FirstOrDefault(), arguments);

    public void Tell(DiagnosticDescriptor rule, Location? location, params string[] arguments)
    {
        _diagnostics.Add(DiagnosticModel.Of(rule, location, arguments));
        HasError |= rule.DefaultSeverity == DiagnosticSeverity.Error;
    }
}
