using System.Net;
using Modelyard.Server.Security;

namespace Modelyard.Server.Tests.Security;

public sealed class HostListTests
{
    [Theory]
    [InlineData("ml.example.com", true)]
    [InlineData("ML.example.com:8443", true)]
    [InlineData("a.lab.example", true)]
    [InlineData("a.b.lab.example:1", true)]
    [InlineData("lab.example", false)]
    [InlineData("evillab.example", false)]
    [InlineData("ml.example.com.evil.example", false)]
    [InlineData("192.0.2.7:8080", true)]
    [InlineData("[2001:db8::1]:8080", true)]
    [InlineData("2001:db8::1", false)]
    [InlineData("1.2.3", false)]
    [InlineData("1.2.3.4.evil.example", false)]
    [InlineData("localhost", true)]
    [InlineData("other.example", false)]
    public void A_server_that_others_reach_is_asked_by_address_and_by_the_names_given(string host, bool allowed) =>
        Assert.Equal(allowed, new HostList(IPAddress.Any, ["ml.example.com", "*.lab.example"]).Allows(host));

    [Fact]
    public void The_name_of_the_machine_is_one_where_others_reach_the_server()
    {
        Assert.True(new HostList(IPAddress.Any, []).Allows(Environment.MachineName));
        Assert.True(new HostList(IPAddress.Parse("192.0.2.1"), []).Allows("192.0.2.1:80"));
        Assert.True(new HostList(IPAddress.Loopback, ["*"]).Allows("any.name"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://a.example")]
    [InlineData("a.example:8080")]
    [InlineData("a b")]
    [InlineData("*.")]
    [InlineData("*example.com")]
    public void What_is_no_name_is_refused(string name) => Assert.Contains("without port and path", Assert.Throws<ModelyardException>(() => new HostList(IPAddress.Any, [name])).Message, StringComparison.Ordinal);
}
