namespace Modelyard.Tests.Architecture;

public sealed class SourceLayoutTests
{
    [Fact]
    public void Every_public_type_is_where_its_name_says()
    {
        (string Path, string Text)[] files = [.. Checkout.SourceFiles()];
        Assert.True(files.Length > 200, $"Only {files.Length} files were found.");
        Assert.Empty(files.SelectMany(file => SourceLayout.Violations(file.Path, file.Text)));
    }

    [Theory]
    [InlineData("src/Modelyard/Linear/Lasso.cs", "namespace Modelyard.Linear;\n\npublic sealed record Ridge;\n", "in a file of its name")]
    [InlineData("src/Modelyard/Linear/Ridge.cs", "namespace Modelyard.Lines;\n\npublic sealed record Ridge;\n", "must be 'Modelyard.Linear'")]
    [InlineData("src/Modelyard/Linear/Ridge.cs", "namespace Modelyard;\n\npublic sealed record Ridge;\n", "must be 'Modelyard.Linear'")]
    [InlineData("src/Modelyard/Linear/Helpers/Ridge.cs", "namespace Modelyard.Linear.Helpers;\n\npublic sealed record Ridge;\n", "says nothing")]
    [InlineData("src/Modelyard/Linear/A.cs", "namespace Modelyard.Linear;\n\npublic interface A { }\n\npublic interface A<T> { }\n", "must be one")]
    public void A_type_in_the_wrong_place_is_found(string path, string text, string expected) =>
        Assert.Contains(expected, Assert.Single(SourceLayout.Violations(path, text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("src/Modelyard/Frames/Frame.Sorting.cs", "namespace Modelyard.Frames;\n\npublic sealed partial class Frame { }\n")]
    [InlineData("src/Modelyard/Metrics/Curves/RocCurve.cs", "namespace Modelyard.Metrics;\n\npublic sealed record RocCurve;\n")]
    [InlineData("src/Modelyard.Yard/Runs/Run.cs", "namespace Modelyard.Lifecycle;\n\npublic sealed record Run;\n")]
    [InlineData("src/Modelyard/Learning/IModelOfT.cs", "namespace Modelyard.Learning;\n\npublic interface IModel<T> { }\n")]
    [InlineData("src/Modelyard/Linear/Solver.cs", "namespace Modelyard.Linear;\n\ninternal static class Other { }\n")]
    public void A_type_in_its_place_is_left_in_peace(string path, string text) => Assert.Empty(SourceLayout.Violations(path, text));
}
