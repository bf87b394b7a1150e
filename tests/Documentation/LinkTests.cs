using Modelyard.Documentation.Pages;

namespace Modelyard.Documentation;

public sealed class LinkTests
{
    [Fact]
    public void Every_link_within_the_project_leads_somewhere()
    {
        Assert.True(Page.All.Sum(page => page.Links.Count()) > 10);
        Assert.Empty(Page.All.SelectMany(Broken));
    }

    [Fact]
    public void Every_page_is_reached_from_the_readme()
    {
        Page readme = Page.All.Single(page => page.Path == "README.md");
        string[] linked = [.. readme.Links.Select(link => link.Target.Split('#')[0])];
        Assert.Empty(Page.All.Select(page => page.Path).Where(path => path.StartsWith("docs/", StringComparison.Ordinal)).Except(linked));
    }

    [Fact]
    public void Every_room_of_the_library_is_on_the_page_of_the_house()
    {
        IEnumerable<string> named = Page.All.Single(page => page.Path == "docs/architecture.md").InlineCode.Select(code => code.Code);
        IEnumerable<string> rooms = Directory.EnumerateDirectories(Checkout.PathOf("src/Modelyard")).Select(folder => Path.GetFileName(folder)!).Where(name => name is not ("bin" or "obj"));
        Assert.Empty(rooms.Except(named));
    }

    [Theory]
    [InlineData("[a](nowhere.md)")]
    [InlineData("[a](README.md#no-such-heading)")]
    [InlineData("[a](#b)")]
    [InlineData("![a](docs/picture.png)")]
    public void A_broken_link_is_found(string text) => Assert.Single(Broken(new Page("page.md", text)));

    [Theory]
    [InlineData("[a](README.md)")]
    [InlineData("[a](README.md#five-minutes)")]
    [InlineData("## It's `two` words\n[a](#its-two-words)")]
    [InlineData("## B\n## B\n[a](#b-1)")]
    [InlineData("`[a](nowhere.md)`, https://example.org, [b](https://example.org)")]
    [InlineData("```sh\n[a](nowhere.md)\n```")]
    public void A_good_link_is_left_in_peace(string text) => Assert.Empty(Broken(new Page("page.md", text)));

    private static IEnumerable<string> Broken(Page page)
    {
        foreach ((int line, string target) in page.Links.Where(link => !link.Target.Contains("://", StringComparison.Ordinal)))
        {
            string[] parts = target.Split('#', 2);
            string path = parts[0].Length == 0 ? page.Path : Path.GetRelativePath(Checkout.Root, Path.Combine(Checkout.Root, Path.GetDirectoryName(page.Path)!, parts[0])).Replace('\\', '/');
            bool isThere = parts[0].Length == 0 || File.Exists(Checkout.PathOf(path)) || Directory.Exists(Checkout.PathOf(path));
            if (!isThere)
            {
                yield return $"{page.Path}, line {line}: there is no '{target}'.";
            }
            else if (parts.Length == 2 && !(parts[0].Length == 0 ? page : new Page(path, Checkout.Read(path))).Anchors.Contains(parts[1]))
            {
                yield return $"{page.Path}, line {line}: there is no heading for '{target}'.";
            }
        }
    }
}
