using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Modelyard.Generators;

namespace Modelyard.Documentation.Pages;

/// <summary>Represents the C# blocks of a page as one program, in their order.</summary>
internal sealed class PageProgram(Page page)
{
    private const char EndOfBlock = '\u001e';
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpParseOptions Syntax = new(LanguageVersion.Latest);

    /// <summary>Gets the blocks.</summary>
    internal IReadOnlyList<FencedBlock> Blocks { get; } = [.. page.Blocks.Where(block => block.Language == "csharp")];

    /// <summary>Compiles and runs the program.</summary>
    /// <returns>What each block printed.</returns>
    internal IReadOnlyList<string> Run()
    {
        using MemoryStream assembly = Compile();
        MethodInfo main = new AssemblyLoadContext(page.Path, isCollectible: true).LoadFromStream(assembly).EntryPoint!;
        TextWriter before = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()], null);
        }
        finally
        {
            Console.SetOut(before);
        }

        return output.ToString().Split(EndOfBlock)[..Blocks.Count];
    }

    private MemoryStream Compile()
    {
        Compilation compilation = CSharpCompilation.Create(
            "Page",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, Syntax), CSharpSyntaxTree.ParseText(Join(), Syntax, encoding: Encoding.UTF8)],
            Assemblies(),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));

        // Who takes the package has the generator in his compiler, and so has the page.
        CSharpGeneratorDriver.Create([new FrameRecordGenerator().AsSourceGenerator()], parseOptions: Syntax).RunGeneratorsAndUpdateCompilation(compilation, out compilation, out ImmutableArray<Diagnostic> told);
        var bytes = new MemoryStream();
        bool done = compilation.Emit(bytes).Success;
        string[] faults = [.. compilation.GetDiagnostics().Concat(told).Where(one => one.Severity >= DiagnosticSeverity.Warning).Select(one => one.ToString())];
        Assert.True(done && faults.Length == 0, string.Join(Environment.NewLine, faults));
        bytes.Position = 0;
        return bytes;
    }

    /// <summary>Puts usings first, then the statements of each block, then the types; each with the line of the page it comes from.</summary>
    private string Join()
    {
        var usings = new StringBuilder();
        var statements = new StringBuilder();
        var types = new StringBuilder();
        foreach (FencedBlock block in Blocks)
        {
            CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(string.Join('\n', block.Lines), Syntax).GetCompilationUnitRoot();
            foreach (SyntaxNode node in unit.Usings)
            {
                Add(usings, block, node);
            }

            foreach (MemberDeclarationSyntax member in unit.Members)
            {
                Add(member is GlobalStatementSyntax ? statements : types, block, member);
            }

            statements.AppendLine($"Console.Out.Write('\\u{(int)EndOfBlock:x4}');");
        }

        return $"{usings}{statements}{types}";
    }

    private void Add(StringBuilder part, FencedBlock block, SyntaxNode node)
    {
        int line = block.Line + node.GetLocation().GetLineSpan().StartLinePosition.Line;
        part.AppendLine($"#line {line} \"{page.Path}\"").AppendLine(node.ToString());
    }

    private static IEnumerable<PortableExecutableReference> Assemblies() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Select(path => MetadataReference.CreateFromFile(path));
}
