using System.Net;
using System.Net.Sockets;
using System.Text;
using Modelyard.Data.Tests.Parquet;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.ObjectStores;

public sealed class ObjectStoreTests : IDisposable
{
    private readonly S3Server _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public void Objects_small_and_large_come_back_and_are_listed()
    {
        using var store = new ObjectStore(_server.Options);
        var random = new Random(1);
        foreach (int length in new[] { 0, 1, 5 << 20, (5 << 20) + 1, 12_000_000 })
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            string address = $"s3://{S3Server.Bucket}/folder/a b+c'é {length}.bin";
            using (ObjectUploadStream upload = store.OpenWrite(address))
            {
                upload.Write(bytes);
                Assert.DoesNotContain(store.List($"s3://{S3Server.Bucket}/folder/"), entry => entry.Address == address);
                upload.Complete();
            }

            using Stream read = store.OpenRead(address);
            using var copy = new MemoryStream();
            read.CopyTo(copy);
            Assert.True(bytes.AsSpan().SequenceEqual(copy.ToArray()));
            Assert.Equal(length, Assert.Single(store.List($"s3://{S3Server.Bucket}/folder/"), entry => entry.Address == address).Length);
        }

        Assert.Equal(5, store.List($"s3://{S3Server.Bucket}/folder/").Count);
        Assert.Empty(store.List($"s3://{S3Server.Bucket}/other/"));
        Assert.Contains("more than '4' objects", Assert.Throws<ModelyardException>(() => store.List($"s3://{S3Server.Bucket}", 4)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t.csv")]
    [InlineData("t.ndjson.gz")]
    [InlineData("t.parquet")]
    public void Tables_come_back_from_the_store(string name)
    {
        Frame frame = CsvReader.Read(CheckedOut.Table("penguins")).Frame;
        string address = $"s3://{S3Server.Bucket}/{name}";
        TableFiles.Write(frame, address, new TableWriteOptions { Store = _server.Options });
        var options = new TableReadOptions { Store = _server.Options };
        Tables.AssertSame(frame, TableFiles.Read(address, options).Frame);
        Assert.Equal(frame.RowCount, TableFiles.ReadChunks(address, options, 100).Sum(chunk => chunk.RowCount));
        using (IFrameSink sink = TableFiles.OpenSink($"s3://{S3Server.Bucket}/half.{name}", new TableWriteOptions { Store = _server.Options }))
        {
            sink.Write(frame);
        }

        Assert.Equal([address], _server.Keys());
    }

    [Fact]
    public void An_upload_that_is_not_completed_leaves_nothing()
    {
        using (var store = new ObjectStore(_server.Options))
        {
            using ObjectUploadStream upload = store.OpenWrite($"s3://{S3Server.Bucket}/half.bin");
            upload.Write(new byte[12 << 20]);
        }

        Assert.Empty(_server.Keys());
    }

    [Fact]
    public void A_server_that_dies_during_an_upload_is_told_and_leaves_nothing()
    {
        using (var store = new ObjectStore(_server.Options))
        {
            using ObjectUploadStream upload = store.OpenWrite($"s3://{S3Server.Bucket}/half.bin");
            upload.Write(new byte[6 << 20]);
            _server.Kill();
            IOException fault = Assert.Throws<IOException>(() =>
            {
                upload.Write(new byte[6 << 20]);
                upload.Complete();
            });
            Assert.StartsWith($"s3://{S3Server.Bucket}/half.bin: The object cannot be written.", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("S3RVER", fault.ToString(), StringComparison.Ordinal);
        }

        _server.Start();
        Assert.Empty(_server.Keys());
    }

    [Fact]
    public void A_server_that_dies_during_a_download_is_told()
    {
        using var store = new ObjectStore(_server.Options);
        string address = $"s3://{S3Server.Bucket}/large.bin";
        using (ObjectUploadStream upload = store.OpenWrite(address))
        {
            upload.Write(new byte[64 << 20]);
            upload.Complete();
        }

        using Stream read = store.OpenRead(address);
        read.ReadExactly(new byte[1 << 16]);
        _server.Kill();
        IOException fault = Assert.Throws<IOException>(() => read.CopyTo(Stream.Null));
        Assert.StartsWith($"{address}: The object cannot be read", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_download_that_breaks_off_is_taken_up_where_it_did()
    {
        byte[] content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(row => $"{row:00000}\n")));
        using var server = new BreakingServer(content, "\"d41d8cd98f00b204e9800998ecf8427e\"");
        using var store = new ObjectStore(new ObjectStoreOptions { Endpoint = server.Address, AccessKey = "a", SecretKey = "b", Retries = 3, Timeout = TimeSpan.FromSeconds(5) });
        using Stream read = store.OpenRead("s3://bucket/key");
        using var copy = new MemoryStream();
        read.CopyTo(copy);
        Assert.Equal(content, copy.ToArray());
        Assert.Equal(["", "bytes=40000-", "bytes=80000-"], server.Ranges);
    }

    [Fact]
    public void What_is_not_there_and_what_is_denied_is_told_without_keys()
    {
        using var store = new ObjectStore(_server.Options);
        Assert.Contains("There is no such object", Assert.Throws<IOException>(() => store.OpenRead($"s3://{S3Server.Bucket}/none")).Message, StringComparison.Ordinal);
        Assert.Contains("There is no such bucket", Assert.Throws<IOException>(() => store.List("s3://no-such-bucket/x")).Message, StringComparison.Ordinal);
        using var stranger = new ObjectStore(_server.Options with { AccessKey = "a-secret-that-is-wrong", SecretKey = "a-secret-too" });
        IOException denied = Assert.Throws<IOException>(() => stranger.List($"s3://{S3Server.Bucket}/"));
        Assert.True(denied.Message.Contains("denies", StringComparison.Ordinal), denied.Message);
        Assert.DoesNotContain("a-secret", denied.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", (_server.Options with { SecretKey = "a-secret" }).ToString(), StringComparison.Ordinal);
        using var nobody = new ObjectStore(_server.Options with { Endpoint = new Uri("http://127.0.0.1:9"), Retries = 0 });
        Assert.Contains("connection to the store failed", Assert.Throws<IOException>(() => nobody.OpenRead("s3://bucket/key")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_does_not_answer_is_told_in_time()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var store = new ObjectStore(new ObjectStoreOptions { Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), AccessKey = "a", SecretKey = "b", Retries = 0, Timeout = TimeSpan.FromSeconds(1) });
        var clock = System.Diagnostics.Stopwatch.StartNew();
        IOException fault = Assert.Throws<IOException>(() => store.OpenRead("s3://bucket/key"));
        Assert.True(fault.Message.Contains("did not answer", StringComparison.Ordinal), fault.Message);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 20);
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/")]
    [InlineData("s3://a b/key")]
    [InlineData("http://bucket/key")]
    public void Addresses_that_are_none_are_refused(string address)
    {
        using var store = new ObjectStore(_server.Options);
        Assert.Contains("must", Assert.Throws<ModelyardException>(() => store.OpenRead(address)).Message, StringComparison.Ordinal);
    }
}
