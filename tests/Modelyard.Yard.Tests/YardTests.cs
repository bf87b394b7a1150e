using Microsoft.Data.Sqlite;

namespace Modelyard.Lifecycle.Tests;

public sealed class YardTests : TestYard
{
    [Fact]
    public void A_file_is_no_yard()
    {
        File.WriteAllText(PathOf("file"), "");
        Assert.Contains("must be a folder", Assert.Throws<YardException>(() => Yard.Open(PathOf("file"))).Message);
        Assert.Contains("cannot be opened", Assert.Throws<YardException>(() => Yard.Open(Path.Combine(PathOf("file"), "yard"))).Message);
    }

    [Fact]
    public void A_yard_that_must_be_there_is_not_made()
    {
        Assert.Throws<YardException>(() => Yard.Open(new YardOptions { Folder = PathOf("none"), Create = false }));
        Assert.False(Directory.Exists(PathOf("none")));
    }

    [Fact]
    public void A_newer_database_is_refused()
    {
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(YardFolder, "yard.db")};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99;";
            command.ExecuteNonQuery();
        }

        Assert.Contains("'99'", Assert.Throws<YardException>(() => Yard.Open(YardFolder)).Message);
    }

    [Fact]
    public void A_database_that_is_none_is_named()
    {
        Directory.CreateDirectory(PathOf("broken"));
        File.WriteAllText(Path.Combine(PathOf("broken"), "yard.db"), new string('x', 5000));
        Assert.Contains("damaged", Assert.Throws<YardException>(() => Yard.Open(PathOf("broken"))).Message);
    }

    [Fact]
    public void Content_is_bounded_and_kept_once()
    {
        using Yard small = Yard.Open(new YardOptions { Folder = PathOf("small"), MaxArtifactBytes = 10 });
        (string digest, long size) = small.Artifacts.Add(new MemoryStream("abc"u8.ToArray()));
        Assert.Equal(("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3), (digest, size));
        Assert.Equal(digest, small.Artifacts.Add(new MemoryStream("abc"u8.ToArray())).Digest);
        Assert.Throws<YardException>(() => small.Artifacts.Add(new MemoryStream(new byte[11])));
        Assert.Single(Directory.GetFiles(Path.Combine(PathOf("small"), "artifacts"), "*", SearchOption.AllDirectories));
        Assert.Throws<YardException>(() => small.Artifacts.Open("../../yard.db"));
    }

    [Fact]
    public void Leftovers_go_when_they_are_old()
    {
        string incoming = Path.Combine(YardFolder, "artifacts", "incoming");
        File.WriteAllText(Path.Combine(incoming, "new"), "");
        File.WriteAllText(Path.Combine(incoming, "old"), "");
        File.SetLastWriteTimeUtc(Path.Combine(incoming, "old"), DateTime.UtcNow.AddDays(-2));
        Yard.Open(YardFolder).Dispose();
        Assert.Equal(["new"], Directory.GetFiles(incoming).Select(Path.GetFileName));
    }
}
