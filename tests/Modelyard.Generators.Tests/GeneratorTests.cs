using Microsoft.CodeAnalysis;

namespace Modelyard.Generators.Tests;

public sealed class GeneratorTests
{
    private const string Record = "[FrameRecord] public partial record R(int X, string? Y);";

    [Theory]
    [InlineData(Record)]
    [InlineData("namespace @class.@int { public partial struct Outer { public partial interface Inner { [FrameRecord] internal sealed partial class @record { public int @event { get; set; } } } } }")]
    [InlineData("[FrameRecord] public readonly partial record struct R(int X);")]
    [InlineData("#nullable disable\n[FrameRecord] public partial class R { public string X { get; set; } }")]
    [InlineData("[FrameRecord] public partial record R([property: Obsolete] int X, [Column(\"a \\\"b\\\" \\\\ {0}\")] string Y);")]
    [InlineData("[FrameRecord] public partial class R { private R(int x) { X = x; } public int X { get; } public int Y { get; private set; } }")]
    [InlineData("[FrameRecord] public partial class A { public int X { get; set; } } [FrameRecord] public partial class B : A { public int Y { get; set; } }")]
    [InlineData("namespace System { } namespace My.System { [FrameRecord] public partial record Modelyard(DateTime? X, DateOnly Y); }")]
    [InlineData("[FrameRecord] public partial record R([Range(0, double.PositiveInfinity)] double X, [Range(long.MinValue + 0.0, 2.5)] long? Y, [Range(1, 2)] ulong Z, [Range(typeof(TimeSpan), \"00:01\", \"01:00\")] [Column(Kind = ColumnKind.Double)] TimeSpan T);")]
    [InlineData("public enum E { } [FrameRecord] public partial record R(E X);")]
    [InlineData("[FrameRecord] public partial record R(int X, int? Y = null) { public R(string z) : this(1) { } }")]
    public void What_is_generated_compiles_without_a_warning(string source)
    {
        CompiledSource compiled = CompiledSource.Of(source);
        Assert.True(compiled.Faults.Length == 0, $"{string.Join('\n', compiled.Faults.Select(fault => fault.ToString()))}\n{compiled.Text}");
        Assert.NotEmpty(compiled.Result.GeneratedSources);
    }

    [Fact]
    public void What_is_generated_uses_no_reflection()
    {
        string text = CompiledSource.Of(Record).Text;
        Assert.All(new[] { "typeof(", "Reflection", "Activator", "GetType(", "dynamic " }, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_elsewhere_writes_nothing_anew()
    {
        CompiledSource compiled = CompiledSource.Of(Record).Changed($"{Record} public class Other {{ public int Z; }}");
        Assert.Equal([IncrementalStepRunReason.Cached], Reasons(compiled));
        Assert.All(compiled.Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void A_change_of_the_record_writes_it_anew()
    {
        CompiledSource compiled = CompiledSource.Of(Record).Changed(Record.Replace("string?", "string", StringComparison.Ordinal));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(compiled));
    }

    [Fact]
    public void Without_the_attribute_nothing_is_generated() => Assert.Empty(CompiledSource.Of("public partial record R(int X);").Result.GeneratedSources);

    private static IEnumerable<IncrementalStepRunReason> Reasons(CompiledSource compiled) =>
        compiled.Result.TrackedSteps[FrameRecordGenerator.RecordsStep].SelectMany(step => step.Outputs).Select(output => output.Reason);
}
