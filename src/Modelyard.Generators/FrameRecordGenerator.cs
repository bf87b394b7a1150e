using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Modelyard.Generators.Analysis;
using Modelyard.Generators.Emission;
using Modelyard.Generators.Models;

namespace Modelyard.Generators;

/// <summary>Writes what binds records of C# to tables, for each type with the attribute <c>FrameRecord</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class FrameRecordGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step whose results are the records, for tests of what is done again after a change.</summary>
    public const string RecordsStep = "Records";

    private const string Attribute = "Modelyard.Frames.FrameRecordAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<RecordResult> results = context.SyntaxProvider.ForAttributeWithMetadataName(
            Attribute,
            static (node, _) => node is TypeDeclarationSyntax,
            static (found, cancellation) => RecordAnalysis.Of((INamedTypeSymbol)found.TargetSymbol, (TypeDeclarationSyntax)found.TargetNode, cancellation));

        context.RegisterSourceOutput(results.SelectMany(static (result, _) => result.Diagnostics), static (output, one) => output.ReportDiagnostic(one.ToDiagnostic()));
        context.RegisterSourceOutput(
            results.Where(static result => result.Record is not null).Select(static (result, _) => result.Record!).WithTrackingName(RecordsStep),
            static (output, record) => output.AddSource(record.File, SourceText.From(RecordSource.Write(record), Encoding.UTF8)));
    }
}
