using Microsoft.CodeAnalysis;

namespace Modelyard.Generators.Tests;

public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("MY0001", "[FrameRecord] public partial record R(string[] Tags);", "The member 'R.Tags' has the type 'string[]', which no column holds. Give it a type of docs/records.md, or mark it [IgnoreColumn].")]
    [InlineData("MY0001", "[FrameRecord] public partial record R(Half Value);", "'R.Value' has the type 'Half'")]
    [InlineData("MY0002", "[FrameRecord] public record R(int X);", "The type 'R' must be partial")]
    [InlineData("MY0002", "public class Outer { [FrameRecord] public partial record R(int X); }", "'Outer' must be partial")]
    [InlineData("MY0003", "[FrameRecord] public partial class R { public R(int y) { } public int X { get; set; } }", "no column has the name and the type of the parameter 'y'")]
    [InlineData("MY0003", "[FrameRecord] public partial class R { public int X { get; set; } [Column] public int Y => X; }", "the column 'R.Y' cannot be set")]
    [InlineData("MY0003", "[FrameRecord] public partial class R { public int X { get; set; } [IgnoreColumn] public required int Y { get; set; } }", "'R.Y' is required and no column")]
    [InlineData("MY0004", "[FrameRecord] public partial record R(int X, [Column(\"X\")] int Y);", "'R.X' and 'R.Y' have the same name 'X'")]
    [InlineData("MY0004", "public enum E { A, [System.Runtime.Serialization.EnumMember(Value = \"A\")] B } [FrameRecord] public partial record R(E X);", "'E.A' and 'E.B' have the same name 'A'")]
    [InlineData("MY0005", "[FrameRecord] public partial record R(decimal X);", "[Column(Kind = ColumnKind.Double)] keeps 15 digits")]
    [InlineData("MY0005", "[FrameRecord] public partial record R(TimeSpan? X);", "seconds")]
    [InlineData("MY0006", "[FrameRecord] public partial record R([Column(Kind = ColumnKind.Boolean)] string X);", "cannot be a column of the kind 'Boolean'. It can be 'Text' or 'Category'.")]
    [InlineData("MY0006", "[Flags] public enum E { A, B } [FrameRecord] public partial record R([Column(Kind = ColumnKind.Category)] E X);", "It can be 'Integer'")]
    [InlineData("MY0007", "[FrameRecord] public partial record R<T>(int X);", "it is generic")]
    [InlineData("MY0007", "[FrameRecord] public abstract partial record R(int X);", "it is abstract")]
    [InlineData("MY0007", "[FrameRecord] public partial record R;", "it has no column")]
    [InlineData("MY0007", "[FrameRecord] file partial record R(int X);", "it is local to its file")]
    [InlineData("MY0008", "[FrameRecord] public partial record R(int Schema);", "'Schema'")]
    [InlineData("MY0009", "[FrameRecord] public partial record R([Column(Optional = true)] int X);", "add a question mark")]
    [InlineData("MY0009", "[FrameRecord] public partial record R([Column(MissingIsNaN = true)] double? X);", "'MissingIsNaN'")]
    [InlineData("MY0010", "[FrameRecord] public partial record R([Range(0, 1)] string X);", "a range is for numbers and times")]
    [InlineData("MY0010", "[FrameRecord] public partial record R([RegularExpression(\"(\")] string X);", "no regular expression")]
    [InlineData("MY0010", "[FrameRecord] public partial record R([Range(typeof(DateTime), \"soon\", \"late\")] DateTime X);", "from 'soon' to 'late'")]
    [InlineData("MY0010", "[FrameRecord] public partial record R([AllowedValues(\"a\")] int X);", "the value 'a' is none")]
    [InlineData("MY0010", "[FrameRecord] public partial record R([StringLength(3, MinimumLength = 4)] string X);", "from '4' to '3'")]
    [InlineData("MY0011", "[FrameRecord] public partial record R([EmailAddress] string X);", "attribute 'EmailAddress' of the member 'R.X' is not checked")]
    [InlineData("MY0011", "[FrameRecord] public partial record R(int X) : IValidatableObject { public IEnumerable<ValidationResult> Validate(ValidationContext context) => []; }", "interface 'IValidatableObject'")]
    public void What_cannot_be_bound_is_told_with_its_number(string id, string source, string message)
    {
        Diagnostic fault = Assert.Single(CompiledSource.Of(source).Faults, fault => fault.Id == id);
        Assert.Contains(message, fault.GetMessage(null), StringComparison.Ordinal);
        Assert.True(fault.Location.GetLineSpan().IsValid);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once() =>
        Assert.Equal(["MY0001", "MY0004", "MY0005"], CompiledSource.Of("[FrameRecord] public partial record R(object A, decimal B, int C, [Column(\"C\")] int D);").Faults.Select(fault => fault.Id).Where(id => id.StartsWith("MY", StringComparison.Ordinal)).Order());

    [Fact]
    public void Every_rule_is_in_the_list_of_releases_and_on_the_page()
    {
        string root = Root();
        string[] rules = [.. typeof(FrameRecordGenerator).Assembly.GetType("Modelyard.Generators.RecordRules")!.GetFields().Select(field => ((DiagnosticDescriptor)field.GetValue(null)!).Id)];
        Assert.Equal(11, rules.Length);
        foreach (string page in new[] { "src/Modelyard.Generators/AnalyzerReleases.Shipped.md", "docs/records.md" })
        {
            string text = File.ReadAllText(Path.Combine(root, page));
            Assert.All(rules, rule => Assert.Contains(rule, text, StringComparison.Ordinal));
        }
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Modelyard.slnx")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }
}
