using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Modelyard.Generators.Models;

/// <summary>Represents what is told to the author of a record, without the trees of the compiler, which would be kept alive.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Path">The path of the file.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Lines">Where it stands, as lines.</param>
/// <param name="Arguments">What the message says.</param>
internal sealed record DiagnosticModel(DiagnosticDescriptor Rule, string? Path, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    public static DiagnosticModel Of(DiagnosticDescriptor rule, Location? location, params string[] arguments)
    {
        FileLinePositionSpan? lines = location?.GetMappedLineSpan();
        return new(rule, lines?.Path, location?.SourceSpan ?? default, lines?.Span ?? default, new EquatableArray<string>(arguments));
    }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Path is null ? Location.None : Location.Create(Path, Span, Lines), [.. Arguments]);
}
