namespace Modelyard.Lifecycle.Tests.Registry;

public sealed class ModelRegistryTests : TestYard
{
    [Fact]
    public void Versions_count_from_one_and_load()
    {
        using RunLog run = Yard.Runs.Start(new RunStart { Name = "train" });
        ModelVersion first = Yard.Models.Register("churn", Package, run.Id, "the first", new Dictionary<string, string> { ["a"] = "b" });
        ModelVersion second = Yard.Models.Register("churn", Package);
        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.Equal(("the first", "b", run.Id, "churn:1"), (first.Description, first.Tags["a"], first.RunId, first.Reference));
        Assert.Equal(first.Digest, second.Digest);
        Assert.Equal("sample", Yard.Models.Load("churn").Name);
        Assert.Equal(["churn"], Yard.Models.List().Select(model => model.Name));
    }

    [Fact]
    public void A_plain_name_means_the_champion_if_there_is_one_else_the_newest()
    {
        long revision = Yard.Models.Revision;
        Yard.Models.Register("churn", Package);
        Yard.Models.Register("churn", Package);
        Assert.Equal(2, Yard.Models.Resolve("churn").Version);
        Yard.Models.SetAlias("churn", "champion", 1);
        Assert.Equal(1, Yard.Models.Resolve("churn").Version);
        Assert.Equal(2, Yard.Models.Resolve("churn@latest").Version);
        Assert.Equal(["champion"], Yard.Models.Resolve("churn:1").Aliases);
        Yard.Models.RemoveAlias("churn", "champion");
        Assert.Equal(2, Yard.Models.Resolve("churn").Version);
        Assert.Equal(revision + 4, Yard.Models.Revision);
    }

    [Theory]
    [InlineData("churnn", "The nearest is 'churn'")]
    [InlineData("churn@champ", "The nearest is 'champion'")]
    [InlineData("churn:7", "its newest is '1'")]
    [InlineData("churn:latest", "'churn@latest'")]
    [InlineData("churn:0", "from 1")]
    [InlineData("Churn", "a to z")]
    [InlineData("", "a to z")]
    [InlineData("123", "not be all digits")]
    [InlineData("../churn", "begin with a letter or digit")]
    [InlineData("churn@1:2", "a to z")]
    public void A_wrong_reference_says_what_is_meant(string reference, string expected)
    {
        Yard.Models.Register("churn", Package);
        Yard.Models.SetAlias("churn", "champion", 1);
        Assert.Contains(expected, Assert.Throws<YardException>(() => Yard.Models.Resolve(reference)).Message);
    }

    [Fact]
    public void Aliases_are_checked()
    {
        Yard.Models.Register("churn", Package);
        Assert.Throws<YardException>(() => Yard.Models.SetAlias("churn", "latest", 1));
        Assert.Throws<YardException>(() => Yard.Models.SetAlias("churn", "champion", 2));
        Assert.Throws<YardException>(() => Yard.Models.SetAlias("churn", "12", 1));
        Assert.Throws<YardException>(() => Yard.Models.RemoveAlias("churn", "none"));
    }

    [Fact]
    public void A_model_goes_out_and_comes_in_again()
    {
        ModelVersion version = Yard.Models.Register("churn", Package);
        string path = PathOf("out.modelyard");
        Yard.Models.Export("churn:1", path);
        Assert.Equal(version.Digest, Yard.Models.Import(path, "other").Digest);
        Assert.Equal("sample:1", Yard.Models.Import(path).Reference);
        File.WriteAllText(path, "no model");
        Assert.Throws<Modelyard.Learning.ModelFormatException>(() => Yard.Models.Import(path, "other"));
        Assert.Equal(1, Yard.Models.Show("other").Latest.Version);
    }

    [Fact]
    public void A_version_leads_back_to_its_data()
    {
        using RunLog parent = Yard.Runs.Start(new RunStart { Name = "all", Data = new RunData("churn.csv", "d", 3) });
        using RunLog run = Yard.Runs.Start(new RunStart { Name = "one", Parent = parent.Id });
        Yard.Models.Register("churn", Package, run.Id);
        ModelLineage lineage = Yard.Models.Lineage("churn");
        Assert.Equal(run.Id, lineage.Run!.Id);
        Assert.Equal([parent.Id], lineage.Parents.Select(above => above.Id));
        Assert.Equal("churn.csv", lineage.Data!.Path);
        Assert.Throws<YardException>(() => Yard.Models.Register("churn", Package, "no-such-run"));
    }

    [Fact]
    public void A_damaged_artifact_is_refused()
    {
        ModelVersion version = Yard.Models.Register("churn", Package);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(YardFolder, "artifacts"), version.Digest, SearchOption.AllDirectories));
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^30] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("damaged", Assert.Throws<YardException>(() => Yard.Models.Load("churn")).Message);
        File.Delete(file);
        Assert.Contains("not in the yard", Assert.Throws<YardException>(() => Yard.Models.Load("churn")).Message);
    }
}
