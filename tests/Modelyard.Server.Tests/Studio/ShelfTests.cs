using Modelyard.Server.Studio;

namespace Modelyard.Server.Tests.Studio;

public sealed class ShelfTests
{
    [Fact]
    public void What_was_not_asked_for_longest_gives_way()
    {
        var shelf = new Shelf<string>(2);
        int made = 0;
        string Get(string key) => shelf.Get(key, () => $"{key}{++made}");
        Assert.Equal("a1", Get("a"));
        Assert.Equal("b2", Get("b"));
        Assert.Equal("a1", Get("a"));
        Assert.Equal("c3", Get("c"));
        Assert.Equal("a1", Get("a"));
        Assert.Equal("b4", Get("b"));
    }

    [Fact]
    public void A_fault_is_not_kept()
    {
        var shelf = new Shelf<string>(2);
        Assert.Throws<InvalidOperationException>(() => shelf.Get("a", () => throw new InvalidOperationException()));
        Assert.Equal("now", shelf.Get("a", () => "now"));
    }
}
