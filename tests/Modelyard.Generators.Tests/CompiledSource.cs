using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Modelyard.Generators.Tests;

/// <summary>Represents a source that was compiled with the generator, in memory.</summary>
internal sealed class CompiledSource
{
    private const string Usings = "using System; using System.Collections.Generic; using System.ComponentModel.DataAnnotations; using Modelyard.Frames;\n";

    private static readonly CSharpParseOptions Syntax = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] Assemblies =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private CompiledSource(Compilation compilation, GeneratorDriver driver)
    {
        Compilation = compilation;
        Driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        Faults = [.. updated.GetDiagnostics().Concat(Driver.GetRunResult().Diagnostics).Where(one => one.Severity >= DiagnosticSeverity.Warning)];
    }

    public Compilation Compilation { get; }

    public GeneratorDriver Driver { get; }

    /// <summary>Gets what the compiler and the generator tell.</summary>
    public Diagnostic[] Faults { get; }

    public GeneratorRunResult Result => Driver.GetRunResult().Results[0];

    public string Text => string.Concat(Result.GeneratedSources.Select(source => source.SourceText.ToString()));

    public static CompiledSource Of(string source) => new(
        CSharpCompilation.Create(
            "Source", [CSharpSyntaxTree.ParseText(Usings + source, Syntax)], Assemblies, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)),
        CSharpGeneratorDriver.Create([new FrameRecordGenerator().AsSourceGenerator()], parseOptions: Syntax, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)));

    /// <summary>Compiles the source after a change, by the same driver.</summary>
    public CompiledSource Changed(string source) => new(
        Compilation.ReplaceSyntaxTree(Compilation.SyntaxTrees.First(), CSharpSyntaxTree.ParseText(Usings + source, Syntax)), Driver);
}
