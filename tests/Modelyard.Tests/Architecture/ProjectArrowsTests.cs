namespace Modelyard.Tests.Architecture;

public sealed class ProjectArrowsTests
{
    [Fact]
    public void The_projects_stand_on_each_other_in_one_direction()
    {
        string[] projects = Directory.GetFiles(Path.Combine(Checkout.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.True(projects.Length >= 4, $"Only {projects.Length} projects were found.");
        Assert.Empty(projects.SelectMany(path => ProjectArrows.Violations(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path))));
    }

    [Theory]
    [InlineData("Modelyard", "<ProjectReference Include=\"../Modelyard.Yard/Modelyard.Yard.csproj\" />")]
    [InlineData("Modelyard.Yard", "<ProjectReference Include=\"../Modelyard.Cli/Modelyard.Cli.csproj\" />")]
    [InlineData("Modelyard", "<PackageReference Include=\"Dapper\" />")]
    [InlineData("Modelyard.Generators", "<ProjectReference Include=\"../Modelyard/Modelyard.csproj\" />")]
    [InlineData("Modelyard", "<ProjectReference Include=\"../Modelyard.Generators/Modelyard.Generators.csproj\" />")]
    [InlineData("Modelyard.Attic", "")]
    public void An_arrow_upwards_or_out_is_found(string project, string reference) =>
        Assert.Single(ProjectArrows.Violations(project, $"<Project><ItemGroup>{reference}</ItemGroup></Project>"));

    [Fact]
    public void An_arrow_downwards_is_allowed() =>
        Assert.Empty(ProjectArrows.Violations("Modelyard.Cli", "<Project><ItemGroup><ProjectReference Include=\"../Modelyard.Server/Modelyard.Server.csproj\" /></ItemGroup></Project>"));
}
