ip6tables-nft -P INPUT DROP
ip6tables-nft -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip6tables-nft -A INPUT -p ipv6-icmp -j ACCEPT
